import { serverlessArguments, type DeploymentTarget } from './names';
import { stateProblem, waiting } from './stack-state';

/** What the template says in its output `Missing` where an account lacks nothing. */
export const nothingMissing = 'nothing';

/** What a deployment ends with. Every command works when it is pasted. */
export function afterDeployment(outputs: ReadonlyMap<string, string>, target: DeploymentTarget): string {
  const { region } = target;
  const missing = outputs.get('Missing') ?? nothingMissing;
  const dashboard = outputs.get('DashboardName');
  return [
    '',
    `Palisade ${outputs.get('Version') ?? ''}`.trimEnd() + ` is deployed in ${region} as ${target.stack}.`,
    ...(missing === nothingMissing
      ? []
      : [
          '',
          `This account lacks: ${missing}`,
          'What that stands in the way of is made by itself once it is there.',
        ]),
    '',
    // No comments behind commands: zsh takes them for arguments where a line is pasted.
    'Is all well, and what would be better:',
    `  npx palisade doctor --region ${region}`,
    'What is wrong in the account:',
    `  npx palisade scan --region ${region}`,
    'To stop all actions at once (resume takes that back):',
    `  npx palisade stop --region ${region}`,
    'Settings: docs/settings.md' + (dashboard === undefined ? '' : `. CloudWatch dashboard: ${dashboard}`),
    '',
  ].join('\n');
}

/**
 * What is left of a deployment whose stack is gone.
 * @param table the ledger's, where the stack told it: one that was never deployed as a whole has none
 */
export function afterRemoval(table: string | undefined, { stack, region }: DeploymentTarget): string {
  if (table === undefined)
    return `\nThe stack is gone. If it had a ledger, that stays: aws dynamodb list-tables --region ${region} shows a ${stack}-Ledger-… then.\n`;
  return [
    '',
    `The stack is gone. What stays is the ledger (DynamoDB table ${table}), and what Palisade did:`,
    'guardrails, stopped notebooks, tickets, findings.',
    '',
    'What there is:',
    `  npx palisade uninstall --plan --region ${region} --table ${table}`,
    'To take it back:',
    `  npx palisade uninstall --apply --region ${region} --table ${table}`,
    '',
  ].join('\n');
}

/**
 * What a failed deployment leaves, and how to go on.
 * @param status the stack's state when the command ended; `undefined`: there is none
 */
export function afterFailure(status: string | undefined, target: DeploymentTarget): string {
  const again = `Mend the cause, then deploy again: npx serverless deploy ${serverlessArguments(target)}`;
  if (status === undefined) return `Nothing is left of this deployment. ${again}`;
  // The framework ends at the first failure, CloudFormation's way back may not have begun.
  const back = {
    UPDATE_IN_PROGRESS: 'UPDATE_ROLLBACK_IN_PROGRESS',
    CREATE_IN_PROGRESS: 'DELETE_IN_PROGRESS',
  };
  const next = new Map(Object.entries(back)).get(status) ?? status;
  if (/ROLLBACK.*_IN_PROGRESS$|^DELETE_IN_PROGRESS$/.test(next))
    return `CloudFormation takes back what this deployment changed; options and settings stay as they were. That is over when this ends: ${waiting(next, target)}\n${again}`;
  const problem = stateProblem(status, target);
  if (problem !== undefined) return `${problem.says}\n${problem.remedy}`;
  return `The stack is as it was before this deployment (${status}). ${again}`;
}

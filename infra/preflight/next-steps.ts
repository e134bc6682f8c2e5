import { serverlessArguments, type DeploymentTarget } from './names';
import { stateProblem, waiting } from './stack-state';

/** The value of the output `Missing` if the account lacks nothing. */
export const nothingMissing = 'nothing';

/** The text that a deployment ends with. Every command works when it is pasted. */
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
          'What depends on it is created automatically as soon as that is possible.',
        ]),
    '',
    // No comments after commands: zsh treats them as arguments when a line is pasted.
    'To check the deployment, and what could be improved:',
    `  npx palisade doctor --region ${region}`,
    'To check the account:',
    `  npx palisade scan --region ${region}`,
    'To stop all actions immediately (resume reverts that):',
    `  npx palisade stop --region ${region}`,
    'Settings: docs/settings.md' + (dashboard === undefined ? '' : `. CloudWatch dashboard: ${dashboard}`),
    '',
  ].join('\n');
}

/**
 * The text about what is left of a deployment after its stack was deleted.
 * @param table the ledger's, if the stack named it: one that was never deployed completely has none
 */
export function afterRemoval(table: string | undefined, { stack, region }: DeploymentTarget): string {
  if (table === undefined)
    return `\nThe stack is gone. If it had a ledger, that stays: aws dynamodb list-tables --region ${region} shows a ${stack}-Ledger-… then.\n`;
  return [
    '',
    `The stack is gone. What stays is the ledger (DynamoDB table ${table}), and what Palisade did:`,
    'guardrails, stopped notebooks, tickets, findings.',
    '',
    'To list it:',
    `  npx palisade uninstall --plan --region ${region} --table ${table}`,
    'To undo and remove it:',
    `  npx palisade uninstall --apply --region ${region} --table ${table}`,
    '',
  ].join('\n');
}

/**
 * What a failed deployment leaves, and how to continue.
 * @param status the stack's status when the command ended; `undefined` if there is no stack
 */
export function afterFailure(status: string | undefined, target: DeploymentTarget): string {
  const again = `Fix the cause, then deploy again: npx serverless deploy ${serverlessArguments(target)}`;
  if (status === undefined) return `Nothing is left of this deployment. ${again}`;
  // The framework ends at the first failure, when CloudFormation may not have begun the rollback yet.
  const back = {
    UPDATE_IN_PROGRESS: 'UPDATE_ROLLBACK_IN_PROGRESS',
    CREATE_IN_PROGRESS: 'DELETE_IN_PROGRESS',
  };
  const next = new Map(Object.entries(back)).get(status) ?? status;
  if (/ROLLBACK.*_IN_PROGRESS$|^DELETE_IN_PROGRESS$/.test(next))
    return `CloudFormation rolls back what this deployment changed; options and settings stay as they were. It has finished when this command ends: ${waiting(next, target)}\n${again}`;
  const problem = stateProblem(status, target);
  if (problem !== undefined) return `${problem.says}\n${problem.remedy}`;
  return `The stack is as it was before this deployment (${status}). ${again}`;
}

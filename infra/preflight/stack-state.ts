import { serverlessArguments, stackArguments, type DeploymentTarget } from './names';
import type { PreflightProblem } from './problem';

/**
 * Why a stack in this status cannot be deployed to, and what to do; `undefined` if it can be updated. The statuses are
 * those of "Stack status codes" in the CloudFormation user guide.
 */
export function stateProblem(status: string, target: DeploymentTarget): PreflightProblem | undefined {
  const { stack } = target;
  const where = stackArguments(target);
  const is = `The stack ${stack} is in state ${status}`;
  switch (status) {
    case 'CREATE_COMPLETE':
    case 'UPDATE_COMPLETE':
    case 'UPDATE_FAILED':
    case 'UPDATE_ROLLBACK_COMPLETE':
    case 'IMPORT_COMPLETE':
    case 'IMPORT_ROLLBACK_COMPLETE':
      return undefined;
    case 'CREATE_FAILED':
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
    case 'REVIEW_IN_PROGRESS':
      return {
        says: `${is}: it was never deployed as a whole, and CloudFormation updates no such stack.`,
        remedy: `Remove it, then deploy again: ${removal(target)}`,
      };
    case 'DELETE_FAILED':
      return {
        says: `${is}: something in it could not be deleted.`,
        remedy: `See what (\`aws cloudformation describe-stack-events ${where}\`), fix it, and remove it again: ${removal(target)}`,
      };
    case 'UPDATE_ROLLBACK_FAILED':
      return {
        says: `${is}: a failed update could not be rolled back.`,
        remedy: `See why (\`aws cloudformation describe-stack-events ${where}\`), fix it, and go on: \`aws cloudformation continue-update-rollback ${where}\``,
      };
    default:
      if (!status.endsWith('_IN_PROGRESS'))
        return {
          says: `${is}, and it is not known whether it can be updated.`,
          remedy: `Look at it: aws cloudformation describe-stack-events ${where}`,
        };
      return {
        says: `${is}: somebody else, or AWS, is changing it.`,
        remedy: `Wait until that is over: ${waiting(status, target)}`,
      };
  }
}

/** A command that ends when the operation in progress is over. */
export function waiting(status: string, target: DeploymentTarget): string {
  const where = stackArguments(target);
  const waiter = [
    { of: /^UPDATE_ROLLBACK/, name: 'stack-rollback-complete' },
    { of: /^UPDATE/, name: 'stack-update-complete' },
    { of: /^DELETE/, name: 'stack-delete-complete' },
    { of: /^CREATE/, name: 'stack-create-complete' },
    { of: /^IMPORT_IN/, name: 'stack-import-complete' },
  ].find(({ of }) => of.test(status));
  return waiter === undefined
    ? `aws cloudformation describe-stacks ${where} --query 'Stacks[0].StackStatus'`
    : `aws cloudformation wait ${waiter.name} ${where}`;
}

function removal(target: DeploymentTarget): string {
  const byHand = `\`aws cloudformation delete-stack ${stackArguments(target)}\``;
  if (!target.stack.startsWith('palisade-')) return byHand;
  return `\`npx serverless remove ${serverlessArguments(target)}\` (without Node: ${byHand})`;
}

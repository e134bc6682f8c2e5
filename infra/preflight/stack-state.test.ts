import type { StackStatus } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from '@jest/globals';
import { afterFailure } from './next-steps';
import { stateProblem } from './stack-state';

const target = { stack: 'palisade-prod', region: 'eu-central-1' };
const at = '--stack-name palisade-prod --region eu-central-1';
const remove = 'npx serverless remove --region eu-central-1';

/** What to do in each status that the SDK has; `undefined` if the stack can be updated. */
const remedies: Readonly<Record<StackStatus, string | undefined>> = {
  CREATE_COMPLETE: undefined,
  UPDATE_COMPLETE: undefined,
  UPDATE_FAILED: undefined,
  UPDATE_ROLLBACK_COMPLETE: undefined,
  IMPORT_COMPLETE: undefined,
  IMPORT_ROLLBACK_COMPLETE: undefined,
  CREATE_FAILED: remove,
  ROLLBACK_COMPLETE: remove,
  ROLLBACK_FAILED: remove,
  REVIEW_IN_PROGRESS: remove,
  DELETE_FAILED: remove,
  UPDATE_ROLLBACK_FAILED: `aws cloudformation continue-update-rollback ${at}`,
  CREATE_IN_PROGRESS: `aws cloudformation wait stack-create-complete ${at}`,
  UPDATE_IN_PROGRESS: `aws cloudformation wait stack-update-complete ${at}`,
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: `aws cloudformation wait stack-update-complete ${at}`,
  UPDATE_ROLLBACK_IN_PROGRESS: `aws cloudformation wait stack-rollback-complete ${at}`,
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: `aws cloudformation wait stack-rollback-complete ${at}`,
  DELETE_IN_PROGRESS: `aws cloudformation wait stack-delete-complete ${at}`,
  IMPORT_IN_PROGRESS: `aws cloudformation wait stack-import-complete ${at}`,
  // No command of the AWS CLI waits for the end of these.
  ROLLBACK_IN_PROGRESS: `aws cloudformation describe-stacks ${at}`,
  IMPORT_ROLLBACK_IN_PROGRESS: `aws cloudformation describe-stacks ${at}`,
  IMPORT_ROLLBACK_FAILED: `aws cloudformation describe-stack-events ${at}`,
  DELETE_COMPLETE: `aws cloudformation describe-stack-events ${at}`,
};

describe('a stack', () => {
  it.each(Object.entries(remedies))('in %s', (status, remedy) => {
    const problem = stateProblem(status, target);
    if (remedy === undefined) {
      expect(problem).toBeUndefined();
      return;
    }
    expect(problem?.says).toContain(`The stack palisade-prod is in state ${status}`);
    expect(problem?.remedy).toContain(remedy);
  });

  it('in an unknown status is not updated', () => {
    expect(stateProblem('SOMETHING_NEW', target)?.says).toContain('SOMETHING_NEW');
  });

  it('that the Serverless Framework did not name is not removed by it', () => {
    const { remedy } = stateProblem('ROLLBACK_COMPLETE', { ...target, stack: 'StackSet-x' }) ?? {};
    expect(remedy).toBe(
      'Remove it, then deploy again: `aws cloudformation delete-stack --stack-name StackSet-x --region eu-central-1`',
    );
  });

  it('of another stage is named by it', () => {
    expect(stateProblem('ROLLBACK_COMPLETE', { ...target, stack: 'palisade-dev' })?.remedy).toContain(
      'npx serverless remove --stage dev --region eu-central-1',
    );
  });
});

describe('after a failed deployment', () => {
  it.each<[string | undefined, string]>([
    [undefined, 'Nothing is left'],
    ['DELETE_IN_PROGRESS', 'aws cloudformation wait stack-delete-complete'],
    ['CREATE_IN_PROGRESS', 'aws cloudformation wait stack-delete-complete'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'aws cloudformation wait stack-rollback-complete'],
    ['UPDATE_IN_PROGRESS', 'aws cloudformation wait stack-rollback-complete'],
    ['UPDATE_ROLLBACK_COMPLETE', 'The stack is as it was before this deployment'],
    ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback'],
    ['ROLLBACK_COMPLETE', remove],
  ])('that left %s', (status, expected) => {
    expect(afterFailure(status, target)).toContain(expected);
  });
});

import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { given } from '../members';
import { CLOUDFORMATION_SLOT, type StackRecord } from './state';

/** CloudFormation's error for most invalid requests. */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

/** The stack with this name or id. A deleted stack is only found by its id. */
export function stackOf(nameOrId: string, call: Call): StackRecord | undefined {
  const { stacks } = call.state(CLOUDFORMATION_SLOT);
  return (
    stacks.get(nameOrId) ??
    [...stacks.values()].find(({ name, status }) => name === nameOrId && status !== 'DELETE_COMPLETE')
  );
}

/**
 * The stack that a call reads.
 * @throws AwsError with the message of the operations that read
 */
export function findStack(nameOrId: string | undefined, call: Call): StackRecord {
  const stack = stackOf(given(nameOrId), call);
  if (stack === undefined) throw invalid(`Stack with id ${String(nameOrId)} does not exist`);
  return stack;
}

/**
 * The stack that a call changes.
 * @throws AwsError with the message of the operations that write
 */
export function findLiveStack(nameOrId: string | undefined, call: Call): StackRecord {
  const stack = stackOf(given(nameOrId), call);
  if (stack === undefined || stack.status === 'DELETE_COMPLETE')
    throw invalid(`Stack [${String(nameOrId)}] does not exist`);
  return stack;
}

/** @throws AwsError if the text cannot be the name of a stack or a change set */
export function checkName(name: string, member: string): void {
  const constraint = `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: Member must`;
  if (name.length > 128) throw invalid(`${constraint} have length less than or equal to 128`);
  if (!/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name))
    throw invalid(`${constraint} satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`);
}

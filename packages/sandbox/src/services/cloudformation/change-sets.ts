import type {
  CreateChangeSetInput,
  CreateChangeSetOutput,
  DeleteChangeSetInput,
  ExecuteChangeSetInput,
} from '@aws-sdk/client-cloudformation';
import type { Call } from '../../account/account';
import { awsPartitionOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';
import { given } from '../members';
import { checkCapabilities } from './capabilities';
import { changesBetween, resolveTemplate } from './compare';
import { stackEvent } from './events';
import { checkName, findLiveStack, invalid, stackOf } from './find-stack';
import { resolvedParameters, takeParameters } from './parameters';
import { parseTemplate } from './parse-template';
import { takeTemplate } from './read-template';
import { beginOperation, checkUpdatable, newStack, plannedUpdate, startUpdate, workerOf } from './stacks';
import { type ChangeSetRecord, CLOUDFORMATION_SLOT, type StackRecord } from './state';

/** The status reason of a change set without changes. */
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** CreateChangeSet. After `timings.changeSet` the change set is complete or FAILED. */
export function createChangeSet(input: CreateChangeSetInput, call: Call): CreateChangeSetOutput {
  const name = given(input.ChangeSetName);
  checkName(name, 'changeSetName');
  const type = input.ChangeSetType ?? 'UPDATE';
  if (type === 'IMPORT') throw invalid('The embedded account does not import resources');
  if (input.OnStackFailure !== undefined && type === 'UPDATE' && input.OnStackFailure === 'DELETE')
    throw invalid('OnStackFailure DELETE is only allowed when ChangeSetType is CREATE');
  const stack = type === 'CREATE' ? stackToCreate(input, name, call) : stackToUpdate(input, call);
  const existing = stack?.changeSets.get(name);
  if (existing !== undefined)
    throw new AwsError(
      'AlreadyExistsException',
      `ChangeSet ${name} cannot be created due to a mismatch with existing attribute Template`,
    );
  const { stack: owner, planned } =
    type === 'CREATE' ? planCreate(input, stack, call) : planUpdate(input, stack, call);
  const id = `arn:${awsPartitionOf(call.region)}:cloudformation:${call.region}:${call.account.accountId}:changeSet/${name}/${call.account.ids.uuid()}`;
  const record: ChangeSetRecord = {
    id,
    name,
    type,
    description: input.Description,
    source: planned.source,
    changes: planned.changes,
    onFailure: input.OnStackFailure,
    createdAt: call.now,
    status: 'CREATE_PENDING',
    executionStatus: 'UNAVAILABLE',
    reason: undefined,
  };
  owner.changeSets.set(name, record);
  call.account.clock.after(call.account.timings.changeSet, () => {
    record.status = planned.isChange ? 'CREATE_COMPLETE' : 'FAILED';
    record.executionStatus = planned.isChange ? 'AVAILABLE' : 'UNAVAILABLE';
    record.reason = planned.isChange ? undefined : NO_CHANGES;
  });
  return { Id: id, StackId: owner.id };
}

function stackToCreate(
  { StackName }: CreateChangeSetInput,
  changeSet: string,
  call: Call,
): StackRecord | undefined {
  const name = given(StackName);
  checkName(name, 'stackName');
  const stack = stackOf(name, call);
  if (stack !== undefined && stack.status !== 'REVIEW_IN_PROGRESS')
    throw invalid(
      `Stack [${name}] already exists and cannot be created again with the changeSet [${changeSet}].`,
    );
  return stack;
}

function stackToUpdate({ StackName }: CreateChangeSetInput, call: Call): StackRecord {
  const stack = findLiveStack(StackName, call);
  if (stack.status === 'REVIEW_IN_PROGRESS') throw invalid(`Stack [${String(StackName)}] does not exist`);
  checkUpdatable(stack);
  return stack;
}

function planCreate(input: CreateChangeSetInput, existing: StackRecord | undefined, call: Call) {
  if (input.UsePreviousTemplate === true)
    throw invalid('Cannot use previous template when ChangeSetType is CREATE');
  const { body, template } = takeTemplate(input, call);
  if ((input.Parameters ?? []).some(({ UsePreviousValue }) => UsePreviousValue === true))
    throw invalid('Cannot specify UsePreviousValue on Parameters when ChangeSetType is CREATE');
  const parameters = takeParameters(template, input.Parameters ?? [], undefined);
  const resolved = resolvedParameters(template, parameters, call);
  const capabilities = input.Capabilities ?? [];
  checkCapabilities(template, capabilities);
  const source = { templateBody: body, parameters, tags: input.Tags ?? [], capabilities };
  const stack = existing ?? newStack(given(input.StackName), source, call);
  if (existing === undefined) {
    beginOperation(stack, call, input.ClientToken);
    stackEvent(call.account, stack, 'REVIEW_IN_PROGRESS', 'User Initiated');
  }
  const nothing = { resources: new Map<string, never>(), outputs: '' };
  const after = resolveTemplate(template, resolved, stack, call.account.accountId);
  const changes = changesBetween(nothing, after, stack, () => false);
  return { stack, planned: { source, changes, isChange: true } };
}

function planUpdate(input: CreateChangeSetInput, stack: StackRecord | undefined, call: Call) {
  const owner = given(stack);
  return { stack: owner, planned: plannedUpdate(input, owner, call) };
}

interface Named {
  readonly ChangeSetName?: string | undefined;
  readonly StackName?: string | undefined;
}

/** The change set that a call names: by name and stack, or only by its id. */
export function findChangeSet(
  { ChangeSetName, StackName }: Named,
  call: Call,
): { stack: StackRecord; changeSet: ChangeSetRecord } {
  const wanted = given(ChangeSetName);
  const isId = wanted.startsWith('arn:');
  if (!isId && StackName === undefined)
    throw invalid('StackName must be specified if ChangeSetName is not specified as an ARN.');
  const stacks =
    StackName === undefined
      ? [...call.state(CLOUDFORMATION_SLOT).stacks.values()]
      : [findLiveStack(StackName, call)];
  for (const stack of stacks)
    for (const changeSet of stack.changeSets.values())
      if (changeSet.id === wanted || changeSet.name === wanted) return { stack, changeSet };
  throw new AwsError('ChangeSetNotFound', `ChangeSet [${wanted}] does not exist`, 404);
}

/** DeleteChangeSet also succeeds if there is no such change set. */
export function deleteChangeSet(input: DeleteChangeSetInput, call: Call): object {
  try {
    const { stack, changeSet } = findChangeSet(input, call);
    if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS')
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${changeSet.id}] cannot be deleted in its current execution status of [EXECUTE_IN_PROGRESS]`,
      );
    stack.changeSets.delete(changeSet.name);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ChangeSetNotFound') throw error;
  }
  return {};
}

/** ExecuteChangeSet. Afterwards all change sets of the stack are deleted, including this one. */
export function executeChangeSet(input: ExecuteChangeSetInput, call: Call): object {
  const { stack, changeSet } = findChangeSet(input, call);
  if (changeSet.status !== 'CREATE_COMPLETE' || changeSet.executionStatus !== 'AVAILABLE')
    throw new AwsError(
      'InvalidChangeSetStatus',
      `ChangeSet [${changeSet.id}] cannot be executed in its current ${
        changeSet.status === 'CREATE_COMPLETE'
          ? `execution status of [${changeSet.executionStatus}]`
          : `status of [${changeSet.status}]`
      }`,
    );
  if (input.DisableRollback !== undefined && changeSet.onFailure !== undefined)
    throw invalid('You cannot specify both DisableRollback and OnStackFailure');
  const template = parseTemplate(changeSet.source.templateBody);
  stack.description = template.description;
  stack.disableRollback = input.DisableRollback ?? changeSet.onFailure === 'DO_NOTHING';
  stack.changeSets.clear();
  if (changeSet.type === 'UPDATE') {
    checkUpdatable(stack);
    startUpdate(stack, changeSet.source, call, input.ClientRequestToken);
    return {};
  }
  stack.source = changeSet.source;
  beginOperation(stack, call, input.ClientRequestToken);
  stackEvent(call.account, stack, 'CREATE_IN_PROGRESS', 'User Initiated');
  const onFailure = stack.disableRollback ? 'DO_NOTHING' : (changeSet.onFailure ?? 'ROLLBACK');
  workerOf(call.account).create({ stack, accessKeyId: call.identity.accessKeyId }, onFailure);
  return {};
}

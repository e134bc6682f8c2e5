import type {
  CreateStackInput,
  CreateStackOutput,
  DeleteStackInput,
  Tag,
  UpdateStackInput,
  UpdateStackOutput,
} from '@aws-sdk/client-cloudformation';
import type { Account, Call } from '../../account/account';
import type { StackWorker } from '../../account/stacks';
import { awsPartitionOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';
import { given } from '../support';
import { checkCapabilities } from './capabilities';
import { changesBetween, type Picture, pictureOf } from './compare';
import { stackEvent } from './events';
import { checkName, findLiveStack, invalid, stackOf } from './find-stack';
import { meant, takeParameters } from './parameters';
import { parseTemplate } from './parse-template';
import { takeTemplate } from './read-template';
import {
  type ChangeRecord,
  CLOUDFORMATION_SLOT,
  type FailureAction,
  type StackSource,
  type StackRecord,
} from './state';

/** CreateStack: answers with the new stack's id; what becomes of it is in its events. */
export function createStack(input: CreateStackInput, call: Call): CreateStackOutput {
  const name = given(input.StackName);
  checkName(name, 'stackName');
  const { body, template } = takeTemplate(input, call);
  const parameters = takeParameters(template, input.Parameters ?? [], undefined);
  meant(template, parameters, call);
  if (stackOf(name, call) !== undefined)
    throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
  const capabilities = input.Capabilities ?? [];
  checkCapabilities(template, capabilities);
  checkTags(input.Tags ?? []);
  if (input.OnFailure !== undefined && input.DisableRollback !== undefined)
    throw invalid('You cannot specify both DisableRollback and OnFailure');
  const source = { templateBody: body, parameters, tags: input.Tags ?? [], capabilities };
  const stack = newStack(name, source, call);
  stack.description = template.description;
  stack.roleArn = input.RoleARN;
  stack.notificationArns = input.NotificationARNs ?? [];
  stack.disableRollback = input.DisableRollback ?? false;
  stack.isProtected = input.EnableTerminationProtection ?? false;
  stack.policy = input.StackPolicyBody;
  beginOperation(stack, call, input.ClientRequestToken);
  stackEvent(call.account, stack, 'CREATE_IN_PROGRESS', 'User Initiated');
  const onFailure: FailureAction = stack.disableRollback ? 'DO_NOTHING' : (input.OnFailure ?? 'ROLLBACK');
  workerOf(call.account).create({ stack, accessKeyId: call.identity.accessKeyId }, onFailure);
  return { StackId: stack.id, OperationId: given(stack.operationId) };
}

/** A stack that has nothing yet. */
export function newStack(name: string, source: StackSource, call: Call): StackRecord {
  const { account, region, now } = call;
  const id = `arn:${awsPartitionOf(region)}:cloudformation:${region}:${account.accountId}:stack/${name}/${account.ids.uuid()}`;
  const stack: StackRecord = {
    id,
    name,
    region,
    createdAt: now,
    updatedAt: undefined,
    deletedAt: undefined,
    status: 'REVIEW_IN_PROGRESS',
    reason: undefined,
    source,
    description: undefined,
    roleArn: undefined,
    notificationArns: [],
    disableRollback: false,
    isProtected: false,
    outputs: [],
    resources: new Map(),
    events: [],
    changeSets: new Map(),
    policy: undefined,
    operationId: undefined,
    token: undefined,
  };
  call.state(CLOUDFORMATION_SLOT).stacks.set(id, stack);
  return stack;
}

/** A new operation on a stack: its events are told apart by it. */
export function beginOperation(stack: StackRecord, { account }: Call, token: string | undefined): void {
  stack.operationId = account.ids.uuid();
  stack.token = token;
}

const UPDATABLE: ReadonlySet<string> = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]);
/** Also those, where the stack's last operation was not to be rolled back. */
const UPDATABLE_AFTER_FAILURE: ReadonlySet<string> = new Set(['CREATE_FAILED', 'UPDATE_FAILED']);

/** @throws AwsError ValidationError where the stack's state allows no update */
export function checkUpdatable({ id, status, disableRollback }: StackRecord): void {
  if (UPDATABLE.has(status) || (disableRollback && UPDATABLE_AFTER_FAILURE.has(status))) return;
  throw invalid(`Stack:${id} is in ${status} state and can not be updated.`);
}

type UpdateRequest = Pick<
  UpdateStackInput,
  'TemplateBody' | 'TemplateURL' | 'UsePreviousTemplate' | 'Parameters' | 'Capabilities' | 'Tags'
>;

/** What an update would make of a stack, and what that changes. */
export function plannedUpdate(
  input: UpdateRequest,
  stack: StackRecord,
  call: Call,
): {
  source: StackSource;
  changes: readonly ChangeRecord[];
  isChange: boolean;
  description: string | undefined;
} {
  const { source: old } = stack;
  const { body, template } = takeTemplate(input, call, old.templateBody);
  const parameters = takeParameters(template, input.Parameters ?? [], old.parameters);
  const capabilities = input.Capabilities ?? [];
  checkCapabilities(template, capabilities);
  checkTags(input.Tags ?? []);
  const source = { templateBody: body, parameters, tags: input.Tags ?? old.tags, capabilities };
  const after = pictureOf(template, meant(template, parameters, call), stack, call.account.accountId);
  const before = pictureOfStack(stack, call);
  const changed = [...template.resources].find(([id, { type }]) => {
    const standing = stack.resources.get(id);
    return standing !== undefined && !standing.status.startsWith('DELETE') && standing.type !== type;
  });
  if (changed !== undefined)
    throw invalid(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed[0]}]`,
    );
  const changes = changesBetween(before, after, stack, (type, properties) =>
    workerOf(call.account).isReplacedBy(type, properties),
  );
  const isChange =
    changes.length > 0 ||
    before.outputs !== after.outputs ||
    JSON.stringify(source.tags) !== JSON.stringify(old.tags);
  return { source, changes, isChange, description: template.description };
}

function pictureOfStack(stack: StackRecord, call: Call): Picture {
  const template = parseTemplate(stack.source.templateBody);
  const parameters = meant(template, stack.source.parameters, call);
  return pictureOf(template, parameters, stack, call.account.accountId);
}

/** UpdateStack: answers at once; what becomes of it is in the stack's events. */
export function updateStack(input: UpdateStackInput, call: Call): UpdateStackOutput {
  const stack = findLiveStack(input.StackName, call);
  checkUpdatable(stack);
  const { source, isChange, description } = plannedUpdate(input, stack, call);
  // What a failure left undone is a change.
  if (!isChange && UPDATABLE.has(stack.status)) throw invalid('No updates are to be performed.');
  stack.disableRollback = input.DisableRollback ?? false;
  stack.roleArn = input.RoleARN ?? stack.roleArn;
  stack.notificationArns = input.NotificationARNs ?? stack.notificationArns;
  stack.policy = input.StackPolicyBody ?? stack.policy;
  stack.description = description;
  startUpdate(stack, source, call, input.ClientRequestToken);
  return { StackId: stack.id, OperationId: given(stack.operationId) };
}

export function startUpdate(
  stack: StackRecord,
  source: StackSource,
  call: Call,
  token: string | undefined,
): void {
  const previous = stack.source;
  stack.source = source;
  stack.updatedAt = call.now;
  beginOperation(stack, call, token);
  stackEvent(call.account, stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
  workerOf(call.account).update({ stack, accessKeyId: call.identity.accessKeyId }, previous);
}

/** DeleteStack: succeeds for a stack that is not there. */
export function deleteStack(input: DeleteStackInput, call: Call): object {
  const stack = stackOf(given(input.StackName), call);
  if (stack === undefined || ['DELETE_COMPLETE', 'DELETE_IN_PROGRESS'].includes(stack.status)) return {};
  if (stack.isProtected)
    throw invalid(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  const mayBeDeleted =
    !stack.status.endsWith('_IN_PROGRESS') || ['CREATE', 'REVIEW'].includes(stack.status.split('_')[0] ?? '');
  if (!mayBeDeleted) throw invalid(`Stack [${stack.id}] cannot be deleted while in status ${stack.status}`);
  const retained = input.RetainResources ?? [];
  if (retained.length > 0 && stack.status !== 'DELETE_FAILED')
    throw invalid(
      `Invalid operation on stack [${stack.id}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
    );
  beginOperation(stack, call, input.ClientRequestToken);
  stackEvent(call.account, stack, 'DELETE_IN_PROGRESS', 'User Initiated');
  workerOf(call.account).remove({ stack, accessKeyId: call.identity.accessKeyId }, retained);
  return {};
}

/** Who works on the stacks of the account. */
export function workerOf({ stacks: { worker } }: Account): StackWorker {
  if (worker === undefined)
    throw new AwsError(
      'NotImplemented',
      'The embedded account cannot deploy: createCloud was not called',
      501,
    );
  return worker;
}

function checkTags(tags: readonly Tag[]): void {
  if (tags.length > 50) throw invalid('Stack cannot have more than 50 tags');
  const keys = tags.map(({ Key = '' }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalid(`Duplicate tag keys specified: ${twice}`);
  if (keys.some((key) => key.startsWith('aws:')))
    throw invalid('aws: prefixed tag key names are not allowed for external use.');
}

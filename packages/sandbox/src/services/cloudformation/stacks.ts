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
import { given } from '../members';
import { checkCapabilities } from './capabilities';
import { changesBetween, type ResolvedTemplate, resolveTemplate } from './compare';
import { stackEvent } from './events';
import { checkName, findLiveStack, invalid, stackOf } from './find-stack';
import { resolvedParameters, takeParameters } from './parameters';
import { parseTemplate } from './parse-template';
import { takeTemplate } from './read-template';
import {
  type ChangeRecord,
  CLOUDFORMATION_SLOT,
  type FailureAction,
  type StackSource,
  type StackRecord,
} from './state';

/** CreateStack: returns the new stack's id immediately; the progress is in its events. */
export function createStack(input: CreateStackInput, call: Call): CreateStackOutput {
  const name = given(input.StackName);
  checkName(name, 'stackName');
  const { body, template } = takeTemplate(input, call);
  const parameters = takeParameters(template, input.Parameters ?? [], undefined);
  resolvedParameters(template, parameters, call);
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

/** A new, empty stack. */
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

/** Begins a new operation on a stack. Its id is in the operation's events. */
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
/** Also updatable, if the stack's last operation was not rolled back. */
const UPDATABLE_AFTER_FAILURE: ReadonlySet<string> = new Set(['CREATE_FAILED', 'UPDATE_FAILED']);

/** @throws AwsError ValidationError if the stack's state does not allow an update */
export function checkUpdatable({ id, status, disableRollback }: StackRecord): void {
  if (UPDATABLE.has(status) || (disableRollback && UPDATABLE_AFTER_FAILURE.has(status))) return;
  throw invalid(`Stack:${id} is in ${status} state and can not be updated.`);
}

type UpdateRequest = Pick<
  UpdateStackInput,
  'TemplateBody' | 'TemplateURL' | 'UsePreviousTemplate' | 'Parameters' | 'Capabilities' | 'Tags'
>;

/** The source of a stack after an update, with the changes that the update makes. */
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
  const after = resolveTemplate(
    template,
    resolvedParameters(template, parameters, call),
    stack,
    call.account.accountId,
  );
  const before = templateOf(stack, call);
  const changed = [...template.resources].find(([id, { type }]) => {
    const current = stack.resources.get(id);
    return current !== undefined && !current.status.startsWith('DELETE') && current.type !== type;
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

function templateOf(stack: StackRecord, call: Call): ResolvedTemplate {
  const template = parseTemplate(stack.source.templateBody);
  const parameters = resolvedParameters(template, stack.source.parameters, call);
  return resolveTemplate(template, parameters, stack, call.account.accountId);
}

/** UpdateStack: returns immediately; the progress is in the stack's events. */
export function updateStack(input: UpdateStackInput, call: Call): UpdateStackOutput {
  const stack = findLiveStack(input.StackName, call);
  checkUpdatable(stack);
  const { source, isChange, description } = plannedUpdate(input, stack, call);
  // Completing a failed operation counts as a change.
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

/** DeleteStack: also succeeds if there is no such stack. */
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

/** The worker for the account's stacks. @throws AwsError if none is registered */
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

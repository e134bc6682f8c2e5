import type {
  DescribeStackEventsInput,
  DescribeStackEventsOutput,
  DescribeStackResourceInput,
  DescribeStackResourceOutput,
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
  ListStackResourcesInput,
  ListStackResourcesOutput,
  StackEvent,
} from '@aws-sdk/client-cloudformation';
import type { Call } from '../../account/account';
import { defined, given } from '../members';
import { page } from '../pages';
import { findStack, invalid, stackOf } from './find-stack';
import { CLOUDFORMATION_SLOT, type EventRecord, type ResourceRecord, type StackRecord } from './state';

const drift = { StackResourceDriftStatus: 'NOT_CHECKED' as const };
const badToken = () => invalid('Invalid NextToken');

/** The newest events first, a hundred per page. */
export function describeStackEvents(input: DescribeStackEventsInput, call: Call): DescribeStackEventsOutput {
  const name = given(input.StackName);
  const stack = stackOf(name, call);
  if (stack === undefined) throw invalid(`Stack [${name}] does not exist`);
  const { items, next } = page(stack.events.toReversed(), 100, input.NextToken, badToken);
  return defined({ StackEvents: items.map((event) => shownEvent(stack, event)), NextToken: next });
}

function shownEvent({ id, name }: StackRecord, event: EventRecord): StackEvent {
  return defined({
    StackId: id,
    EventId: event.eventId,
    StackName: name,
    OperationId: event.operationId,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.token,
  });
}

function common(resource: ResourceRecord) {
  return {
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId === '' ? undefined : resource.physicalId,
    ResourceType: resource.type,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.reason,
    DriftInformation: drift,
  };
}

export function describeStackResource(
  input: DescribeStackResourceInput,
  call: Call,
): DescribeStackResourceOutput {
  const name = given(input.StackName);
  const stack = stackOf(name, call);
  if (stack === undefined) throw invalid(`Stack '${name}' does not exist`);
  const resource = stack.resources.get(given(input.LogicalResourceId));
  if (resource === undefined || isGone(stack, resource))
    throw invalid(`Resource ${String(input.LogicalResourceId)} does not exist for stack ${name}`);
  return {
    StackResourceDetail: defined({
      ...common(resource),
      StackName: stack.name,
      StackId: stack.id,
      LastUpdatedTimestamp: new Date(resource.at),
    }),
  };
}

/** A resource that an update removed is no longer part of the stack. One that was deleted with the stack still is. */
function isGone({ status }: StackRecord, resource: ResourceRecord): boolean {
  return ['DELETE_COMPLETE', 'DELETE_SKIPPED'].includes(resource.status) && !status.startsWith('DELETE');
}

/**
 * The resources of a stack, at most a hundred; or only the one with the given physical id. For a physical id, AWS's
 * documentation promises all resources of its stack, but users saw one
 * (aws-cloudformation/cloudformation-coverage-roadmap#998).
 */
export function describeStackResources(
  input: DescribeStackResourcesInput,
  call: Call,
): DescribeStackResourcesOutput {
  const { StackName: name, PhysicalResourceId: physicalId, LogicalResourceId: logicalId } = input;
  if ((name === undefined) === (physicalId === undefined))
    throw invalid(
      name === undefined
        ? 'Either StackName or PhysicalResourceId must be specified'
        : 'StackName and PhysicalResourceId cannot be specified together',
    );
  const stack = physicalId === undefined ? findStack(name, call) : ownerOf(physicalId, call);
  const resources = [...stack.resources.values()].filter(
    (resource) =>
      !isGone(stack, resource) &&
      (logicalId === undefined || resource.logicalId === logicalId) &&
      (physicalId === undefined || resource.physicalId === physicalId),
  );
  if (logicalId !== undefined && resources.length === 0)
    throw invalid(`Resource ${logicalId} does not exist for stack ${stack.name}`);
  return {
    StackResources: resources.slice(0, 100).map((resource) =>
      defined({
        ...common(resource),
        StackName: stack.name,
        StackId: stack.id,
        Timestamp: new Date(resource.at),
      }),
    ),
  };
}

function ownerOf(physicalId: string, call: Call): StackRecord {
  const owner = [...call.state(CLOUDFORMATION_SLOT).stacks.values()].find(
    (stack) =>
      stack.status !== 'DELETE_COMPLETE' &&
      [...stack.resources.values()].some(
        (resource) => resource.physicalId === physicalId && !resource.status.startsWith('DELETE_COMPLETE'),
      ),
  );
  if (owner === undefined) throw invalid(`Stack for ${physicalId} does not exist`);
  return owner;
}

export function listStackResources(input: ListStackResourcesInput, call: Call): ListStackResourcesOutput {
  const stack = findStack(input.StackName, call);
  const existing = [...stack.resources.values()].filter((resource) => !isGone(stack, resource));
  const { items, next } = page(existing, 100, input.NextToken, badToken);
  return defined({
    StackResourceSummaries: items.map((resource) =>
      defined({ ...common(resource), LastUpdatedTimestamp: new Date(resource.at) }),
    ),
    NextToken: next,
  });
}

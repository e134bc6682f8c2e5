import type {
  Change,
  DescribeChangeSetInput,
  DescribeChangeSetOutput,
  ListChangeSetsInput,
  ListChangeSetsOutput,
} from '@aws-sdk/client-cloudformation';
import type { Call } from '../../account/account';
import { defined } from '../members';
import { page } from '../pages';
import { findChangeSet } from './change-sets';
import { parametersOf } from './describe-stacks';
import { findLiveStack, invalid } from './find-stack';
import type { ChangeRecord } from './state';

export function describeChangeSet(input: DescribeChangeSetInput, call: Call): DescribeChangeSetOutput {
  const { stack, changeSet } = findChangeSet(input, call);
  const { items, next } = page(changeSet.changes, 100, input.NextToken, () => invalid('Invalid NextToken'));
  return defined({
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: stack.id,
    StackName: stack.name,
    Description: changeSet.description,
    Parameters: parametersOf(changeSet.source),
    CreationTime: new Date(changeSet.createdAt),
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.reason,
    Capabilities: [...changeSet.source.capabilities] as NonNullable<DescribeChangeSetOutput['Capabilities']>,
    Tags: [...changeSet.source.tags],
    Changes: items.map(shown),
    NextToken: next,
    IncludeNestedStacks: false,
  });
}

function shown({ action, logicalId, physicalId, type, replacement, properties }: ChangeRecord): Change {
  return {
    Type: 'Resource',
    ResourceChange: defined({
      Action: action,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      Replacement: replacement,
      Scope: action === 'Modify' ? (['Properties'] as ['Properties']) : [],
      Details: properties.map((name) => ({
        Target: {
          Attribute: 'Properties' as const,
          Name: name,
          RequiresRecreation: replacement === 'True' ? ('Always' as const) : ('Never' as const),
        },
        Evaluation: 'Static' as const,
        ChangeSource: 'DirectModification' as const,
      })),
    }),
  };
}

export function listChangeSets(input: ListChangeSetsInput, call: Call): ListChangeSetsOutput {
  const stack = findLiveStack(input.StackName, call);
  return {
    Summaries: [...stack.changeSets.values()].map((changeSet) =>
      defined({
        StackId: stack.id,
        StackName: stack.name,
        ChangeSetId: changeSet.id,
        ChangeSetName: changeSet.name,
        ExecutionStatus: changeSet.executionStatus,
        Status: changeSet.status,
        StatusReason: changeSet.reason,
        CreationTime: new Date(changeSet.createdAt),
        Description: changeSet.description,
      }),
    ),
  };
}

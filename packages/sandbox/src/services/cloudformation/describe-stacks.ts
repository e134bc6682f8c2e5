import type {
  DescribeStacksInput,
  DescribeStacksOutput,
  ListExportsInput,
  ListExportsOutput,
  ListStacksInput,
  ListStacksOutput,
  Parameter,
  Stack,
} from '@aws-sdk/client-cloudformation';
import type { Call } from '../../account/account';
import { defined } from '../members';
import { page } from '../pages';
import { findStack, invalid } from './find-stack';
import { parseTemplate } from './parse-template';
import { CLOUDFORMATION_SLOT, type StackSource, type StackRecord } from './state';

const badToken = () => invalid('Invalid NextToken');

/** One stack, or all stacks that are not deleted, the newest first. */
export function describeStacks(input: DescribeStacksInput, call: Call): DescribeStacksOutput {
  if (input.StackName !== undefined) return { Stacks: [shown(findStack(input.StackName, call))] };
  const live = allStacks(call).filter(({ status }) => status !== 'DELETE_COMPLETE');
  const { items, next } = page(live, 100, input.NextToken, badToken);
  return defined({ Stacks: items.map(shown), NextToken: next });
}

function allStacks(call: Call): readonly StackRecord[] {
  return [...call.state(CLOUDFORMATION_SLOT).stacks.values()].toReversed();
}

function shown(stack: StackRecord): Stack {
  const { source } = stack;
  return defined({
    StackId: stack.id,
    StackName: stack.name,
    Description: stack.description,
    Parameters: stack.status === 'REVIEW_IN_PROGRESS' ? [] : parametersOf(source),
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: stack.updatedAt === undefined ? undefined : new Date(stack.updatedAt),
    DeletionTime: stack.deletedAt === undefined ? undefined : new Date(stack.deletedAt),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.reason,
    DisableRollback: stack.disableRollback,
    NotificationARNs: [...stack.notificationArns],
    Capabilities: [...source.capabilities] as NonNullable<Stack['Capabilities']>,
    Outputs: stack.outputs.map(({ key, value, description, exportName }) =>
      defined({ OutputKey: key, OutputValue: value, Description: description, ExportName: exportName }),
    ),
    RoleARN: stack.roleArn,
    Tags: [...source.tags],
    EnableTerminationProtection: stack.isProtected,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' as const },
  });
}

/** The parameters of a stack; values with NoEcho are hidden. */
export function parametersOf({ parameters, templateBody }: StackSource): Parameter[] {
  const { parameters: definitions } = parseTemplate(templateBody);
  return [...parameters].map(([ParameterKey, value]) => {
    const { NoEcho: hidden } = definitions.get(ParameterKey) ?? {};
    return { ParameterKey, ParameterValue: String(hidden) === 'true' ? '****' : value };
  });
}

export function listStacks(input: ListStacksInput, call: Call): ListStacksOutput {
  const wanted = input.StackStatusFilter ?? [];
  const stacks = allStacks(call).filter(({ status }) => wanted.length === 0 || wanted.includes(status));
  const { items, next } = page(stacks, 100, input.NextToken, badToken);
  return defined({
    StackSummaries: items.map((stack) =>
      defined({
        StackId: stack.id,
        StackName: stack.name,
        TemplateDescription: stack.description,
        CreationTime: new Date(stack.createdAt),
        LastUpdatedTime: stack.updatedAt === undefined ? undefined : new Date(stack.updatedAt),
        DeletionTime: stack.deletedAt === undefined ? undefined : new Date(stack.deletedAt),
        StackStatus: stack.status,
        StackStatusReason: stack.reason,
        DriftInformation: { StackDriftStatus: 'NOT_CHECKED' as const },
      }),
    ),
    NextToken: next,
  });
}

export function listExports(input: ListExportsInput, call: Call): ListExportsOutput {
  const exported = allStacks(call).flatMap((stack) =>
    stack.outputs.flatMap(({ exportName, value }) =>
      exportName === undefined || stack.status === 'DELETE_COMPLETE'
        ? []
        : [{ ExportingStackId: stack.id, Name: exportName, Value: value }],
    ),
  );
  const { items, next } = page(exported, 100, input.NextToken, badToken);
  return defined({ Exports: items, NextToken: next });
}

import type { CloudFormationClient, Stack, StackResource } from '@aws-sdk/client-cloudformation';
import { memberOf, messageOf } from '../../errors';
import { asking } from '../gather/asking';

/** The narrow port of what is asked of CloudFormation. */
export interface StackClients {
  readonly cloudformation: () => Promise<CloudFormationClient>;
}

/** By its name or by a resource that belongs to it, StackSet instances included. */
type Which = { readonly StackName: string } | { readonly PhysicalResourceId: string };

/**
 * The resources of a stack, or the one with this logical id; none where there is no such stack.
 * CloudFormation tells no more than 100 of them, and those of deleted stacks for 90 days.
 * @throws FailureError
 */
export async function resourcesOf(
  clients: StackClients,
  which: Which,
  LogicalResourceId?: string,
): Promise<readonly StackResource[]> {
  const { DescribeStackResourcesCommand } = await import('@aws-sdk/client-cloudformation');
  const client = await clients.cloudformation();
  const input = { ...which, ...(LogicalResourceId === undefined ? {} : { LogicalResourceId }) };
  return asking('cloudformation:DescribeStackResources', async () => {
    const reply = await whereThere(() => client.send(new DescribeStackResourcesCommand(input)));
    return reply?.StackResources ?? [];
  });
}

/** The stack of this name or ARN; `undefined` where there is none. @throws FailureError */
export async function describedStack(clients: StackClients, StackName: string): Promise<Stack | undefined> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = await clients.cloudformation();
  return asking('cloudformation:DescribeStacks', async () => {
    const reply = await whereThere(() => client.send(new DescribeStacksCommand({ StackName })));
    return reply?.Stacks?.[0];
  });
}

/** CloudFormation has no error of its own for what is not there, only a text. */
async function whereThere<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (memberOf(error, 'name') === 'ValidationError' && /does not exist/.test(messageOf(error)))
      return undefined;
    throw error;
  }
}

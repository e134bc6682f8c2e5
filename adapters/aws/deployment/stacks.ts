import type { CloudFormationClient, Stack, StackResource } from '@aws-sdk/client-cloudformation';
import { memberOf, messageOf } from '../../errors';
import { asking } from '../gather/asking';

/** Only the client that is needed here, so that tests can stub it. */
export interface StackClients {
  readonly cloudformation: () => Promise<CloudFormationClient>;
}

/** A stack by name, or by a resource that belongs to it, including stacks of a StackSet. */
type Which = { readonly StackName: string } | { readonly PhysicalResourceId: string };

/**
 * The resources of a stack, or the one with this logical id; empty if there is no such stack. CloudFormation returns at
 * most 100 of them, and keeps those of deleted stacks for 90 days.
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

/** The stack with this name or ARN; `undefined` if there is none. @throws FailureError */
export async function describedStack(clients: StackClients, StackName: string): Promise<Stack | undefined> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = await clients.cloudformation();
  return asking('cloudformation:DescribeStacks', async () => {
    const reply = await whereThere(() => client.send(new DescribeStacksCommand({ StackName })));
    return reply?.Stacks?.[0];
  });
}

/** `undefined` if the stack does not exist. CloudFormation has no error code for that, only a message. */
async function whereThere<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (memberOf(error, 'name') === 'ValidationError' && /does not exist/.test(messageOf(error)))
      return undefined;
    throw error;
  }
}

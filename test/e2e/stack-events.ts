import {
  CloudFormationClient,
  paginateDescribeStackEvents,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';

/** The events of a stack after the one with this id, or all of them; oldest first. */
export async function stackEvents(stack: string, after?: string): Promise<readonly StackEvent[]> {
  const client = new CloudFormationClient({});
  const events: StackEvent[] = [];
  try {
    for await (const page of paginateDescribeStackEvents({ client }, { StackName: stack }))
      events.unshift(...(page.StackEvents ?? []).toReversed());
  } finally {
    client.destroy();
  }
  const from = events.findIndex(({ EventId }) => EventId === after);
  return events.slice(from + 1);
}

/** Logical ids of the resources that reached this status. */
export function idsWith(events: readonly StackEvent[], status: string): readonly string[] {
  return events.flatMap(({ ResourceStatus, ResourceType, LogicalResourceId: id = '' }) =>
    ResourceStatus === status && ResourceType !== 'AWS::CloudFormation::Stack' ? [id] : [],
  );
}

import type { AwsClients } from '../aws/clients';
import { type CustomActionId, customActions } from './index';

type Hub = Pick<AwsClients, 'securityhub'>;

/** Those that Security Hub has, with their ARNs. Rejects with AWS's error, for example while Security Hub is off. */
export async function presentActions({ securityhub }: Hub): Promise<ReadonlyMap<CustomActionId, string>> {
  const { DescribeActionTargetsCommand } = await import('@aws-sdk/client-securityhub');
  const { ActionTargets = [] } = await (await securityhub()).send(new DescribeActionTargetsCommand({}));
  return new Map(
    ActionTargets.flatMap(({ ActionTargetArn: arn = '' }) =>
      customActions.flatMap(({ Id }) => (arn.endsWith(`/${Id}`) ? [[Id, arn] as const] : [])),
    ),
  );
}

/** Makes those that are missing: one call where none is. Rejects as `presentActions` does. */
export async function createActions(clients: Hub): Promise<void> {
  const present = await presentActions(clients);
  const { CreateActionTargetCommand, ResourceConflictException } =
    await import('@aws-sdk/client-securityhub');
  const client = await clients.securityhub();
  for (const { Id, Name, Description } of customActions) {
    if (present.has(Id)) continue;
    try {
      await client.send(new CreateActionTargetCommand({ Id, Name, Description }));
    } catch (error) {
      // Somebody was quicker.
      if (!(error instanceof ResourceConflictException)) throw error;
    }
  }
}

/** Takes them away; one that is gone already is no error. */
export async function deleteActions(clients: Hub): Promise<void> {
  const present = await presentActions(clients);
  const { DeleteActionTargetCommand } = await import('@aws-sdk/client-securityhub');
  const client = await clients.securityhub();
  for (const ActionTargetArn of present.values())
    await client.send(new DeleteActionTargetCommand({ ActionTargetArn }));
}

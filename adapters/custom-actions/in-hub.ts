import type { AwsClients } from '../aws/clients';
import { type CustomActionId, customActions } from './index';

type Hub = Pick<AwsClients, 'securityhub'>;

/**
 * The custom actions that exist in Security Hub, with their ARNs. Rejects with AWS's error, for example if Security Hub
 * is not enabled.
 */
export async function presentActions({ securityhub }: Hub): Promise<ReadonlyMap<CustomActionId, string>> {
  const { DescribeActionTargetsCommand } = await import('@aws-sdk/client-securityhub');
  const { ActionTargets = [] } = await (await securityhub()).send(new DescribeActionTargetsCommand({}));
  return new Map(
    ActionTargets.flatMap(({ ActionTargetArn: arn = '' }) =>
      customActions.flatMap(({ Id }) => (arn.endsWith(`/${Id}`) ? [[Id, arn] as const] : [])),
    ),
  );
}

/** Creates the custom actions that are missing; makes one call if none is. Rejects like `presentActions`. */
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
      // Somebody else has created it meanwhile.
      if (!(error instanceof ResourceConflictException)) throw error;
    }
  }
}

/** Deletes the custom actions. It is not an error if one was deleted already. */
export async function deleteActions(clients: Hub): Promise<void> {
  const present = await presentActions(clients);
  const { DeleteActionTargetCommand } = await import('@aws-sdk/client-securityhub');
  const client = await clients.securityhub();
  for (const ActionTargetArn of present.values())
    await client.send(new DeleteActionTargetCommand({ ActionTargetArn }));
}

import type { AwsClients } from './aws/clients';

/** The custom actions of Security Hub, by their ids (at most 20 letters and digits). */
export const customActions = [
  { Id: 'PalisadeRemediate', Name: 'Remediate', Description: 'Approve the plan that was shown' },
  { Id: 'PalisadeExempt30d', Name: 'Exempt 30 days', Description: 'Leave this finding alone for 30 days' },
  { Id: 'PalisadeUndo', Name: 'Undo', Description: 'Take back what Palisade did' },
] as const;

/** Makes those that are missing: one call where none is. Rejects with AWS's error, for example while Security Hub is off. */
export async function createActions({ securityhub }: Pick<AwsClients, 'securityhub'>): Promise<void> {
  const { CreateActionTargetCommand, DescribeActionTargetsCommand, ResourceConflictException } =
    await import('@aws-sdk/client-securityhub');
  const client = await securityhub();
  const { ActionTargets = [] } = await client.send(new DescribeActionTargetsCommand({}));
  for (const action of customActions) {
    if (ActionTargets.some(({ ActionTargetArn }) => isOf(ActionTargetArn, action))) continue;
    try {
      await client.send(new CreateActionTargetCommand(action));
    } catch (error) {
      // Somebody was quicker.
      if (!(error instanceof ResourceConflictException)) throw error;
    }
  }
}

/** Takes them away; one that is gone already is no error. */
export async function deleteActions({ securityhub }: Pick<AwsClients, 'securityhub'>): Promise<void> {
  const { DeleteActionTargetCommand, DescribeActionTargetsCommand } =
    await import('@aws-sdk/client-securityhub');
  const client = await securityhub();
  const { ActionTargets = [] } = await client.send(new DescribeActionTargetsCommand({}));
  for (const { ActionTargetArn } of ActionTargets)
    if (customActions.some((action) => isOf(ActionTargetArn, action)))
      await client.send(new DeleteActionTargetCommand({ ActionTargetArn }));
}

function isOf(arn: string | undefined, { Id }: { readonly Id: string }): boolean {
  return arn?.endsWith(`/${Id}`) === true;
}

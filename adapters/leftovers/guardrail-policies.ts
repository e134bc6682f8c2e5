import type { IAMClient } from '@aws-sdk/client-iam';

interface Clients {
  readonly iam: () => Promise<IAMClient>;
}

/** A user or role with a policy. */
export interface Holder {
  readonly kind: 'user' | 'role';
  readonly name: string;
}

/** Detaches a managed policy. It is not an error if it is not attached. */
export async function detach({ iam }: Clients, { kind, name }: Holder, PolicyArn: string): Promise<void> {
  const { DetachRolePolicyCommand, DetachUserPolicyCommand } = await import('@aws-sdk/client-iam');
  const client = await iam();
  await unlessGone(() =>
    kind === 'user'
      ? client.send(new DetachUserPolicyCommand({ UserName: name, PolicyArn }))
      : client.send(new DetachRolePolicyCommand({ RoleName: name, PolicyArn })),
  );
}

/** Deletes an inline policy. It is not an error if it does not exist. */
export async function deleteInline(
  { iam }: Clients,
  { kind, name }: Holder,
  PolicyName: string,
): Promise<void> {
  const { DeleteRolePolicyCommand, DeleteUserPolicyCommand } = await import('@aws-sdk/client-iam');
  const client = await iam();
  await unlessGone(() =>
    kind === 'user'
      ? client.send(new DeleteUserPolicyCommand({ UserName: name, PolicyName }))
      : client.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName })),
  );
}

/** Deletes a managed policy with its older versions. AWS refuses (DeleteConflict) while it is attached anywhere. */
export async function removePolicy(
  { iam }: Clients,
  PolicyArn: string,
  olderVersions: readonly string[],
): Promise<void> {
  const { DeletePolicyCommand, DeletePolicyVersionCommand } = await import('@aws-sdk/client-iam');
  const client = await iam();
  for (const VersionId of olderVersions)
    await unlessGone(() => client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId })));
  await unlessGone(() => client.send(new DeletePolicyCommand({ PolicyArn })));
}

async function unlessGone(work: () => Promise<unknown>): Promise<void> {
  const { NoSuchEntityException } = await import('@aws-sdk/client-iam');
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) throw error;
  }
}

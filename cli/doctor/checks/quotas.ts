import { type Check, diagnosed } from '../check';

/** Whether there is room left in the quotas that remediation uses. */
export const quotasCheck: Check = ({ snapshot, place }) =>
  diagnosed('quotas', () => {
    const reading = snapshot.read('principals');
    if (reading.status === 'unreadable')
      return Promise.resolve([
        { id: 'quotas', condition: 'unknown', says: `principals: ${reading.because}` } as const,
      ]);
    const { Quotas, RoleDetailList, UserDetailList } = reading.value;
    const full = [
      ...UserDetailList.filter(
        ({ AttachedManagedPolicies: list }) =>
          (list ?? []).length >= (Quotas?.AttachedPoliciesPerUserQuota ?? 10),
      ).map(({ UserName }) => UserName),
      ...RoleDetailList.filter(
        ({ AttachedManagedPolicies: list }) =>
          (list ?? []).length >= (Quotas?.AttachedPoliciesPerRoleQuota ?? 10),
      ).map(({ RoleName }) => RoleName),
    ];
    const endpoints = snapshot.read('endpoints');
    const byVpc = new Map<string, number>();
    if (endpoints.status === 'read')
      for (const { VpcId } of endpoints.value) byVpc.set(VpcId, (byVpc.get(VpcId) ?? 0) + 1);
    const crowded = [...byVpc]
      .filter(([, count]) => count >= 45)
      .map(([id, count]) => `${id} (${count} of 50)`);
    const notes = [
      ...(full.length === 0
        ? []
        : [
            {
              id: 'quotas',
              condition: 'note' as const,
              says: `${full.slice(0, 5).join(', ')}${full.length > 5 ? ` and ${full.length - 5} more` : ''} can take no more managed policies: a guardrail goes in as an inline policy there`,
              remedy: 'Detach a policy that is not needed, or raise the quota of attached policies.',
            },
          ]),
      ...(crowded.length === 0
        ? []
        : [
            {
              id: 'quotas',
              condition: 'note' as const,
              says: `interface endpoints of a VPC are nearly used up in ${place.region}: ${crowded.join(', ')}`,
              remedy: 'Raise the quota of interface endpoints per VPC.',
            },
          ]),
    ];
    const fine = {
      id: 'quotas',
      condition: 'good' as const,
      says: 'there is room for what remediation adds',
    };
    return Promise.resolve(notes.length === 0 ? [fine] : notes);
  });

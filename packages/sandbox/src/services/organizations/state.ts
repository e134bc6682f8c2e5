interface OrganizationState {
  /** Service control policies that apply to the account besides full access: ARN → JSON. */
  readonly scps: Map<string, string>;
}

/** What an organization has set for this account. It has no API here: `admin.setServiceControlPolicy` makes it. */
export const ORGANIZATION_SLOT = {
  name: 'organizations',
  scope: 'global' as const,
  create: (): OrganizationState => ({ scps: new Map() }),
};

interface OrganizationState {
  /** Service control policies of the account in addition to full access: ARN → JSON. */
  readonly scps: Map<string, string>;
}

/**
 * The organization's settings for this account. There is no API for them: `admin.setServiceControlPolicy` sets them.
 */
export const ORGANIZATION_SLOT = {
  name: 'organizations',
  scope: 'global' as const,
  create: (): OrganizationState => ({ scps: new Map() }),
};

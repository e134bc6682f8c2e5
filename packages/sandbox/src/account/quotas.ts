/** The quotas of AWS that the account enforces. Each can be changed. */
export interface Quotas {
  /** Managed policies attached to one user or role (10, adjustable to 20). */
  readonly managedPoliciesPerPrincipal: number;
  readonly managedPoliciesPerGroup: number;
  readonly versionsPerManagedPolicy: number;
  /** Characters without white space. */
  readonly managedPolicySize: number;
  readonly inlineTotal: { readonly user: number; readonly role: number; readonly group: number };
  readonly interfaceEndpointsPerVpc: number;
  readonly gatewayEndpointsPerRegion: number;
  /** Inbound and outbound each; a rule has one peer. */
  readonly rulesPerSecurityGroup: number;
  /** Characters with white space. */
  readonly endpointPolicySize: number;
  readonly notebookInstances: number;
  /** OpsItems in the Region, resolved ones included, and those that all callers created in one calendar month. */
  readonly opsItems: number;
  readonly opsItemsAMonth: number;
  /** Customer managed policies. */
  readonly customerPolicies: number;
  /** AWS Config rules in the account and Region. */
  readonly configRules: number;
  /** Custom actions of Security Hub. */
  readonly customActions: number;
  /**
   * Calls per second of the account's clock, from all callers together. AWS publishes few of these rates: Infinity
   * means unlimited, and only tests that set a rate are limited.
   */
  readonly rates: {
    readonly accountAuthorizationDetails: number;
    readonly getParameter: number;
    readonly batchImportFindings: number;
    readonly getFindings: number;
  };
  /** Concurrent executions of a Region's functions. New accounts may have 10. */
  readonly lambdaConcurrency: number;
  /**
   * Requests per second to each service, by its name; services that are not listed have no limit. Route 53 takes 5 per
   * account. Reads and writes of tables are counted separately: `dynamodb`, `dynamodb-writes`.
   */
  readonly requestsPerSecond: Readonly<Record<string, number>>;
}

export const DEFAULT_QUOTAS: Quotas = {
  managedPoliciesPerPrincipal: 10,
  managedPoliciesPerGroup: 10,
  versionsPerManagedPolicy: 5,
  managedPolicySize: 6144,
  inlineTotal: { user: 2048, role: 10_240, group: 5120 },
  interfaceEndpointsPerVpc: 50,
  gatewayEndpointsPerRegion: 20,
  rulesPerSecurityGroup: 60,
  endpointPolicySize: 20_480,
  notebookInstances: 10_000,
  opsItems: 500_000,
  opsItemsAMonth: 10_000,
  customerPolicies: 1_500,
  configRules: 1_000,
  customActions: 50,
  rates: {
    accountAuthorizationDetails: Infinity,
    getParameter: Infinity,
    batchImportFindings: Infinity,
    getFindings: Infinity,
  },
  lambdaConcurrency: 1_000,
  requestsPerSecond: {},
};

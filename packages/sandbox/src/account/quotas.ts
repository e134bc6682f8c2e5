/** AWS's quotas that the account enforces; any of them can be dialled. */
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
  /** OpsItems in the Region, resolved ones included, and those made in one calendar month; whoever makes them. */
  readonly opsItems: number;
  readonly opsItemsAMonth: number;
  /** Managed policies of the customer's own. */
  readonly customerPolicies: number;
  /** AWS Config rules in the account and Region. */
  readonly configRules: number;
  /** Custom actions of Security Hub. */
  readonly customActions: number;
  /**
   * Calls in a second of the account's clock, whoever makes them. AWS publishes few of these rates; Infinity leaves them
   * out, and only a test that dials one meets it.
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
   * Requests a second of each service, by its name; no limit where it is not named. Route 53 takes 5 an account. Reads and
   * writes of tables are counted apart: `dynamodb`, `dynamodb-writes`.
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

import type { OpsItem, Parameter } from '@aws-sdk/client-ssm';

interface SsmState {
  readonly parameters: Map<string, Parameter & { Version: number }>;
  /** Who wrote each of them last, an ARN. */
  readonly modifiedBy: Map<string, string>;
  /** Parameters of other accounts that are shared with this one (AWS RAM), by ARN. */
  readonly shared: Map<string, Parameter & { Version: number }>;
  readonly opsItems: Map<string, OpsItem & { OpsItemId: string }>;
}

export const SSM_SLOT = {
  name: 'ssm',
  scope: 'regional' as const,
  create: (): SsmState => ({
    parameters: new Map(),
    modifiedBy: new Map(),
    shared: new Map(),
    opsItems: new Map(),
  }),
};

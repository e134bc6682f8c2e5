import type { OpsItem, Parameter } from '@aws-sdk/client-ssm';

interface SsmState {
  readonly parameters: Map<string, Parameter & { Version: number }>;
  /** The ARN of the last author of each parameter. */
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

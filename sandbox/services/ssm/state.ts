import type { OpsItem, Parameter } from '@aws-sdk/client-ssm';

interface SsmState {
  readonly parameters: Map<string, Parameter & { Version: number }>;
  /** Parameters of other accounts that are shared with this one (AWS RAM), by ARN. */
  readonly shared: Map<string, Parameter & { Version: number }>;
  readonly opsItems: Map<string, OpsItem & { OpsItemId: string }>;
}

export const SSM_SLOT = {
  name: 'ssm',
  scope: 'regional' as const,
  create: (): SsmState => ({ parameters: new Map(), shared: new Map(), opsItems: new Map() }),
};

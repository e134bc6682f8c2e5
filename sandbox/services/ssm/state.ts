import type { OpsItem, Parameter } from '@aws-sdk/client-ssm';

interface SsmState {
  readonly parameters: Map<string, Parameter & { Version: number }>;
  readonly opsItems: Map<string, OpsItem & { OpsItemId: string }>;
}

export const SSM_SLOT = {
  name: 'ssm',
  scope: 'regional' as const,
  create: (): SsmState => ({ parameters: new Map(), opsItems: new Map() }),
};

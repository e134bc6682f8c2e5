import type { ActionTarget, AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { refused } from '../../refusals/refusal';
import { securityhub } from '../../refusals/securityhub';

interface SecurityHubState {
  /** When the hub was enabled, milliseconds since the epoch. */
  enabledAt: number | undefined;
  /** By `ProductArn` and `Id`. */
  readonly findings: Map<string, AwsSecurityFinding>;
  readonly actionTargets: Map<string, ActionTarget>;
}

export const SECURITYHUB_SLOT = {
  name: 'securityhub',
  scope: 'regional' as const,
  create: (): SecurityHubState => ({ enabledAt: undefined, findings: new Map(), actionTargets: new Map() }),
};

/** The state of an enabled hub. @throws AwsError InvalidAccess if the hub is not enabled */
export function enabledHub(call: Call): SecurityHubState & { enabledAt: number } {
  const state = call.state(SECURITYHUB_SLOT);
  if (state.enabledAt === undefined) {
    throw refused(securityhub.notSubscribed, { account: call.account.accountId });
  }
  return Object.assign(state, { enabledAt: state.enabledAt });
}

export function findingKey(productArn: string | undefined, id: string | undefined): string {
  return `${productArn ?? ''}\n${id ?? ''}`;
}

export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}

import { blockPublicAccess, type Gate, type Location, type Passage } from './block-public-access';
import { describeEncryptionControl, encryptionPassage } from './encryption-controls';
import type { Network } from './network';

/**
 * Whether the settings of the account and of the VPC let traffic out through a gate: VPC Block Public Access, and the
 * VPC's encryption control. Closed by one of them is closed, whatever the other says.
 */
export function gatePassage(network: Network, gate: Gate, locations: readonly Location[]): Passage {
  const passages = [
    blockPublicAccess(network, gate, locations),
    ...[...new Set(locations.map(({ vpcId }) => vpcId))].map((vpcId) =>
      encryptionPassage(network, gate, vpcId),
    ),
  ];
  const closed = passages.find(({ is }) => is === 'closed');
  if (closed !== undefined) return closed;
  const missing = passages.flatMap((passage) => (passage.is === 'unknown' ? [passage.missing] : []));
  if (missing.length > 0) return { is: 'unknown', missing: missing.join('; ') };
  const reasons = passages.flatMap((passage) => (passage.is === 'open' ? (passage.because ?? []) : []));
  return reasons.length === 0 ? { is: 'open' } : { is: 'open', because: reasons.join('; ') };
}

/** What restricts how traffic leaves a VPC, in words, as far as it was read; for the evidence. */
export function describeGates(network: Network, vpcId: string): readonly string[] {
  const reading = network.blockPublicAccess;
  const options = 'is' in reading ? reading.is.VpcBlockPublicAccessOptions : undefined;
  const mode = options?.InternetGatewayBlockMode ?? 'off';
  const by = options?.ManagedBy === 'declarative-policy' ? ', by a declarative policy' : '';
  const control = describeEncryptionControl(network, vpcId);
  return [
    ...(mode === 'off' ? [] : [`VPC Block Public Access of account ${network.account} is ${mode}${by}`]),
    ...(control === undefined ? [] : [control]),
  ];
}

import type { EncryptionControl } from '../slices/encryption-controls';
import type { Gate, Passage } from './block-public-access';
import type { Network } from './network';

const exclusionOf: Readonly<Record<Gate, keyof NonNullable<EncryptionControl['ResourceExclusions']>>> = {
  nat: 'NatGateway',
  'internet-gateway': 'InternetGateway',
  'egress-only': 'EgressOnlyInternetGateway',
};

const gates: Readonly<Record<Gate, string>> = {
  nat: 'NAT gateways',
  'internet-gateway': 'internet gateways',
  'egress-only': 'egress-only internet gateways',
};

/**
 * Whether the encryption control of a VPC lets traffic out through a gate. In enforce mode only encrypted traffic
 * passes, and a gateway that carries any other may be there only if it is excluded (VPC user guide, enforce VPC
 * encryption in transit; API reference, VpcEncryptionControlConfiguration; read 1 December 2026). What happens at a
 * gateway that is there without an exclusion is not documented, so that it is unknown.
 */
export function encryptionPassage(network: Network, gate: Gate, vpcId: string): Passage {
  const found = network.encryptionControl(vpcId);
  if ('missing' in found) return { is: 'unknown', missing: found.missing };
  const control = found.is;
  if (control === undefined || isGone(control)) return { is: 'open' };
  const what = `the encryption control of ${vpcId}`;
  const { Mode, State = '', ResourceExclusions } = control;
  if (Mode === 'monitor' && State !== 'enforce-in-progress') return { is: 'open' };
  if (ResourceExclusions?.[exclusionOf[gate]]?.State === 'enabled')
    return { is: 'open', because: `${what} is in enforce mode and excludes ${gates[gate]}` };
  if (Mode === 'enforce' && State === 'available')
    return {
      is: 'unknown',
      missing: `what passes ${gates[gate]} where ${what} is in enforce mode and does not exclude them`,
    };
  return {
    is: 'unknown',
    missing: `${what}, which is ${State === '' ? 'not shown whole' : State} (mode ${Mode ?? 'absent'})`,
  };
}

/** The encryption control in words; `undefined` where there is none, or it was not read. */
export function describeEncryptionControl(network: Network, vpcId: string): string | undefined {
  const found = network.encryptionControl(vpcId);
  if (!('is' in found) || found.is === undefined || isGone(found.is)) return undefined;
  const { Mode = 'an unknown', State = 'absent', ResourceExclusions: exclusions } = found.is;
  const excluded = (Object.keys(gates) as Gate[]).filter(
    (gate) => exclusions?.[exclusionOf[gate]]?.State === 'enabled',
  );
  const spared = excluded.length === 0 ? '' : `, without ${excluded.map((gate) => gates[gate]).join(', ')}`;
  return `${vpcId} has an encryption control in ${Mode} mode (${State})${spared}`;
}

function isGone({ State }: EncryptionControl): boolean {
  return State === 'deleted';
}

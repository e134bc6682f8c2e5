import { splitArn } from '@palisade/iam';
import type { BlockPublicAccess, BlockPublicAccessExclusion } from '../slices/block-public-access';
import type { Network } from './network';

/** The gateways through which a VPC reaches the internet. */
export type Gate = 'nat' | 'internet-gateway' | 'egress-only';

/** Whether traffic may leave through a gate, as far as one setting decides; `because` where that is worth saying. */
export type Passage =
  | { readonly is: 'open'; readonly because?: string }
  | { readonly is: 'closed'; readonly because: string }
  | { readonly is: 'unknown'; readonly missing: string };

/** A subnet, or a whole VPC for a gateway that is in no subnet. */
export interface Location {
  readonly vpcId: string;
  readonly subnetId: string | undefined;
}

const setting = 'VPC Block Public Access';

/**
 * Whether VPC Block Public Access lets traffic out through a gate, from interfaces in these locations (VPC user guide,
 * block public access to VPCs and subnets, and its basics; API reference, VpcBlockPublicAccessOptions and -Exclusion;
 * read 1 December 2026). It concerns the VPCs and subnets that an account owns. Not documented, so unknown: whether an
 * exclusion of only one of the two subnets is enough for NAT, and what of several exclusions wins.
 */
export function blockPublicAccess(network: Network, gate: Gate, locations: readonly Location[]): Passage {
  const passages = locations.map((location) => passageAt(network, gate, location));
  const unknown = passages.find(({ is }) => is === 'unknown');
  if (unknown !== undefined) return unknown;
  const [first] = passages;
  if (first === undefined) return { is: 'unknown', missing: `where ${setting} applies` };
  return passages.every(({ is }) => is === first.is)
    ? first
    : {
        is: 'unknown',
        missing: `whether an exclusion of only one of the two places is enough for ${setting}`,
      };
}

function passageAt(network: Network, gate: Gate, location: Location): Passage {
  const subnet = location.subnetId === undefined ? undefined : network.subnet(location.subnetId);
  const record = subnet !== undefined && 'is' in subnet ? subnet.is : undefined;
  if (record?.BlockPublicAccessStates?.InternetGatewayBlockMode === 'off') return { is: 'open' };
  const owner = record?.OwnerId ?? network.account;
  if (owner !== network.account)
    return {
      is: 'unknown',
      missing: `${setting} of account ${owner}, which owns ${String(record?.SubnetId)}`,
    };
  const reading = network.blockPublicAccess;
  if ('missing' in reading) return { is: 'unknown', missing: reading.missing };
  const { VpcBlockPublicAccessOptions: options, VpcBlockPublicAccessExclusions: exclusions } = reading.is;
  const mode = options?.InternetGatewayBlockMode;
  if (options === undefined || mode === undefined)
    return { is: 'unknown', missing: `blockPublicAccess: the mode of ${setting}` };
  if (options.State === 'update-in-progress')
    return { is: 'unknown', missing: `${setting}, which is being changed to ${mode}` };
  if (mode === 'off') return { is: 'open' };
  if (mode !== 'block-ingress' && mode !== 'block-bidirectional')
    return { is: 'unknown', missing: `what the mode ${mode} of ${setting} blocks` };
  const allowed = `${setting} (${mode}) lets it out`;
  if (mode === 'block-ingress' && gate !== 'internet-gateway') return { is: 'open', because: allowed };
  if (exclusions === undefined)
    return { is: 'unknown', missing: `blockPublicAccess: the exclusions from ${setting}` };
  return spared(exclusions, mode, gate, location, options);
}

/** What the exclusions of a subnet and of its VPC change, where the mode blocks the gate. */
function spared(
  exclusions: readonly BlockPublicAccessExclusion[],
  mode: 'block-ingress' | 'block-bidirectional',
  gate: Gate,
  { vpcId, subnetId }: Location,
  { ManagedBy, ExclusionsAllowed }: NonNullable<BlockPublicAccess['VpcBlockPublicAccessOptions']>,
): Passage {
  const by = ManagedBy === 'declarative-policy' ? ', by a declarative policy of the organization' : '';
  const blocked: Passage = { is: 'closed', because: `${setting} blocks it (${mode}${by})` };
  const found: Passage[] = exclusions.flatMap((exclusion): Passage[] => {
    const { ExclusionId: id = '', ResourceArn: arn = '', InternetGatewayExclusionMode: spares } = exclusion;
    const resource = splitArn(arn)?.resource;
    if (resource === undefined) return [{ is: 'unknown', missing: `what the exclusion ${id} is for` }];
    if (resource !== `vpc/${vpcId}` && resource !== `subnet/${String(subnetId)}`) return [];
    switch (inForce(exclusion, ExclusionsAllowed)) {
      case 'no':
        return [];
      case 'unsure':
        return [{ is: 'unknown', missing: `whether the exclusion ${id} from ${setting} is in force` }];
      case 'yes':
        break;
    }
    const open: Passage = { is: 'open', because: `the exclusion ${id} of ${resource} from ${setting}` };
    if (spares === 'allow-bidirectional') return [open];
    if (spares !== 'allow-egress')
      return [{ is: 'unknown', missing: `what the exclusion ${id} from ${setting} allows` }];
    // An exclusion for egress only changes nothing where only ingress is blocked.
    if (mode === 'block-ingress') return [blocked];
    return gate === 'internet-gateway'
      ? [
          {
            is: 'unknown',
            missing: `whether the exclusion ${id} lets traffic out through an internet gateway`,
          },
        ]
      : [open];
  });
  const [first] = found;
  if (first === undefined) return blocked;
  const unknown = found.find(({ is }) => is === 'unknown');
  if (unknown !== undefined) return unknown;
  return found.every(({ is }) => is === first.is)
    ? first
    : { is: 'unknown', missing: `which of the exclusions of ${vpcId} and ${String(subnetId)} wins` };
}

/** Whether an exclusion has effect. While it changes, it is not known which of the two modes does. */
function inForce(
  { State }: BlockPublicAccessExclusion,
  allowed: string | undefined,
): 'yes' | 'no' | 'unsure' {
  switch (State) {
    case 'create-complete':
    case 'update-complete':
      return allowed === 'not-allowed' ? 'unsure' : 'yes';
    case 'create-failed':
    case 'delete-complete':
    case 'disable-complete':
      return 'no';
    default:
      return 'unsure';
  }
}

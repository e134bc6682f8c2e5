import type {
  DhcpOptions,
  InternetGatewayBlockMode,
  NatGateway,
  RouteTable,
  Subnet,
  Tag,
  VpcBlockPublicAccessExclusion,
  VpcEncryptionControl,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { WireInterface } from './wire-interface';
import { AwsError } from '../../protocol/aws-error';

export interface VpcRecord {
  readonly id: string;
  readonly cidr: string;
  readonly isDefault: boolean;
  dnsSupport: boolean;
  dnsHostnames: boolean;
  /** The id of a set, or `default` for none. */
  dhcpOptions: string;
}

/** The set of DHCP options that every Region has from the beginning, and every VPC at first. */
export const DEFAULT_DHCP_OPTIONS = 'dopt-00000000';

/** One security group rule: one peer, as AWS stores it. */
export interface RuleRecord {
  readonly id: string;
  readonly direction: 'ingress' | 'egress';
  readonly protocol: string;
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  readonly peer: { readonly kind: 'ipv4' | 'ipv6' | 'prefix-list' | 'group'; readonly value: string };
  readonly description: string | undefined;
}

export interface SecurityGroupRecord {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  rules: RuleRecord[];
}

export interface Endpoint {
  readonly detail: VpcEndpoint & { VpcEndpointId: string; VpcId: string; ServiceName: string };
  /** The request that created it, for ClientToken. */
  readonly clientToken: string | undefined;
  readonly request: string;
}

interface Ec2State {
  readonly vpcs: Map<string, VpcRecord>;
  /** Without the default set. */
  readonly dhcpOptions: Map<string, DhcpOptions>;
  readonly subnets: Map<string, Subnet & { SubnetId: string; VpcId: string; AvailabilityZone: string }>;
  readonly groups: Map<string, SecurityGroupRecord>;
  readonly routeTables: Map<string, RouteTable & { RouteTableId: string; VpcId: string }>;
  readonly natGateways: Map<string, NatGateway & { NatGatewayId: string }>;
  readonly blockPublicAccess: { mode: InternetGatewayBlockMode; changed: Date | undefined };
  readonly exclusions: Map<string, VpcBlockPublicAccessExclusion & { ExclusionId: string }>;
  readonly encryptionControls: Map<
    string,
    VpcEncryptionControl & { VpcEncryptionControlId: string; VpcId: string; Mode: 'monitor' | 'enforce' }
  >;
  /** Created by call; those of other resources follow from these. */
  readonly interfaces: Map<string, WireInterface>;
  readonly endpoints: Map<string, Endpoint>;
  /** The zones of the endpoint services, by name, that are not offered in the default zones. */
  readonly offeredZones: Map<string, readonly string[]>;
  /** By resource id. */
  readonly tags: Map<string, Tag[]>;
}

export const EC2_SLOT = {
  name: 'ec2',
  scope: 'regional' as const,
  create: (): Ec2State => ({
    vpcs: new Map(),
    dhcpOptions: new Map(),
    subnets: new Map(),
    groups: new Map(),
    routeTables: new Map(),
    natGateways: new Map(),
    blockPublicAccess: { mode: 'off', changed: undefined },
    exclusions: new Map(),
    encryptionControls: new Map(),
    interfaces: new Map(),
    endpoints: new Map(),
    offeredZones: new Map(),
    tags: new Map(),
  }),
};

/** Finds a resource by id. @throws AwsError with AWS's error for a malformed or an unknown id */
export function find<T>(map: ReadonlyMap<string, T>, id: string, prefix: string, errorStem: string): T {
  if (!new RegExp(`^${prefix}-[0-9a-f]{8}([0-9a-f]{9})?$`).test(id)) {
    throw new AwsError(`${errorStem}.Malformed`, `Invalid id: "${id}" (expecting "${prefix}-...")`);
  }
  const found = map.get(id);
  if (found === undefined) throw new AwsError(`${errorStem}.NotFound`, `The ID '${id}' does not exist`);
  return found;
}

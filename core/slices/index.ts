import type { InVpcOf, Named, Near } from '../selectors';
import type { App } from './apps';
import type { ByVpc } from './by-vpc';
import type { Domain } from './domains';
import type { EndpointService, Subnet, VpcDnsAttributes, VpcEndpoint } from './network';
import type { NotebookInstance } from './notebooks';
import type { AuthorizationDetails, OrganizationPolicies } from './principals';
import type { NatGateway, PrefixList, RouteTable, Vpc } from './routing';
import type { SecurityGroup } from './security-groups';

/** Resources of one kind, and those among them that are known to exist but could not be read. */
export interface Listing<T> {
  readonly items: readonly T[];
  readonly unreadable: readonly { readonly id: string; readonly because: string }[];
}

/** The kinds of observed state. Adding a kind of resource is one entry here and one gatherer. */
export interface Slices {
  readonly notebooks: Listing<NotebookInstance>;
  readonly domains: Listing<Domain>;
  /** Of the domains that were asked for. */
  readonly apps: readonly App[];
  readonly endpoints: readonly VpcEndpoint[];
  readonly endpointServices: readonly EndpointService[];
  readonly vpcAttributes: ByVpc<VpcDnsAttributes>;
  /** VPC id → names of the private hosted zones associated with it, without the trailing dot. */
  readonly hostedZones: ByVpc<readonly string[]>;
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly natGateways: readonly NatGateway[];
  /** Those that route tables and security groups of the same snapshot name. */
  readonly prefixLists: readonly PrefixList[];
  readonly principals: AuthorizationDetails;
  readonly organizationPolicies: OrganizationPolicies;
}

export type SliceName = keyof Slices;

/** By which selectors a part of each slice can be asked for; a slice that is not here is read as a whole. */
interface Selectors extends Readonly<Record<ByVpcName, InVpcOf>> {
  readonly notebooks: Named<'AWS::SageMaker::NotebookInstance'> | Near;
  readonly domains: Named<'AWS::SageMaker::Domain'> | Near;
  readonly apps: Named<'AWS::SageMaker::Domain'>;
  readonly endpoints: Named<'AWS::EC2::VPCEndpoint'>;
}

type ByVpcName =
  | 'vpcAttributes'
  | 'hostedZones'
  | 'vpcs'
  | 'subnets'
  | 'routeTables'
  | 'securityGroups'
  | 'natGateways';

export type SelectorOf<S extends SliceName> = S extends keyof Selectors ? Selectors[S] : never;

import type {
  NatGateway,
  PrefixList,
  RouteTable,
  SecurityGroup,
  ServiceDetail,
  Subnet,
  Vpc,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type {
  AppDetails,
  DescribeDomainResponse,
  DescribeNotebookInstanceOutput,
} from '@aws-sdk/client-sagemaker';
import { z } from 'zod';
import type { Plan, AnyStep } from '../../core/plan';
import { type Reading, snapshot, type Snapshot } from '../../core/snapshot';
import type { Slices } from '../../core/slices';
import { app } from '../../core/slices/apps';
import { domain } from '../../core/slices/domains';
import { endpointService, subnet, vpcEndpoint } from '../../core/slices/network';
import { notebookInstance } from '../../core/slices/notebooks';
import { authorizationDetails } from '../../core/slices/principals';
import { natGateway, prefixList, routeTable, vpc } from '../../core/slices/routing';
import { securityGroup } from '../../core/slices/security-groups';

export const place = { account: '111122223333', region: 'us-east-1' };
export const readAt = '2026-11-22T10:00:00.000Z';

type OrUnreadable<T> = T | 'unreadable';

/** State as AWS returns it: typed by the SDK, so that a case cannot invent a field. An absent slice was not gathered. */
export interface Given {
  readonly notebooks?: OrUnreadable<readonly DescribeNotebookInstanceOutput[]>;
  /** Names of notebooks that exist but could not be described. */
  readonly unreadableNotebooks?: readonly string[];
  readonly domains?: OrUnreadable<readonly DescribeDomainResponse[]>;
  /** Ids of domains that exist but could not be described. */
  readonly unreadableDomains?: readonly string[];
  readonly apps?: OrUnreadable<readonly AppDetails[]>;
  readonly endpoints?: OrUnreadable<readonly VpcEndpoint[]>;
  readonly vpcs?: OrUnreadable<readonly Vpc[]>;
  readonly subnets?: OrUnreadable<readonly Subnet[]>;
  readonly routeTables?: OrUnreadable<readonly RouteTable[]>;
  readonly securityGroups?: OrUnreadable<readonly SecurityGroup[]>;
  readonly natGateways?: OrUnreadable<readonly NatGateway[]>;
  readonly prefixLists?: OrUnreadable<readonly PrefixList[]>;
  readonly endpointServices?: OrUnreadable<readonly ServiceDetail[]>;
  readonly vpcAttributes?: OrUnreadable<Slices['vpcAttributes']>;
  readonly hostedZones?: OrUnreadable<Slices['hostedZones']>;
  readonly principals?: OrUnreadable<{
    readonly UserDetailList?: readonly UserDetail[];
    readonly GroupDetailList?: readonly GroupDetail[];
    readonly RoleDetailList?: readonly RoleDetail[];
    readonly Policies?: readonly ManagedPolicyDetail[];
    readonly Quotas?: { AttachedPoliciesPerUserQuota?: number; AttachedPoliciesPerRoleQuota?: number };
  }>;
  readonly organizationPolicies?: OrUnreadable<{ scps: unknown[][]; rcps: unknown[][] }>;
}

/** One row of a rule's test table. */
export interface RuleCase {
  readonly name: string;
  readonly given: Given;
  /** As in palisade.yml. */
  readonly settings?: object;
  /** Which subject; default: the only one. */
  readonly subject?: string;
  readonly expect: 'pass' | 'fail' | 'unknown' | 'not-applicable';
  /** Fragments of the message, the reason, or what is missing. */
  readonly says?: readonly string[];
  readonly contained?: boolean;
  readonly severity?: 'critical' | 'high' | 'medium' | 'low';
  /** For fail: the calls planned, with `!` after those that need approval; or the kind of plan. */
  readonly plan?: readonly string[] | 'wait' | 'person';
  /** Fragments of the plan: of its inputs, its reason or its text. */
  readonly planSays?: readonly string[];
}

/** The snapshot of a case, read through the same schemas as a live reply. */
export function snapshotOf(given: Given): Snapshot {
  const slice = <In, Out>(
    value: OrUnreadable<In> | undefined,
    read: (value: In) => Out,
  ): Reading<Out> | undefined => {
    if (value === undefined) return undefined;
    if (value === 'unreadable') return { status: 'unreadable', at: readAt, because: 'access was denied' };
    return { status: 'read', at: readAt, value: read(value) };
  };
  const readings = {
    notebooks: slice(given.notebooks, (items) => ({
      items: z.array(notebookInstance).parse(items),
      unreadable: (given.unreadableNotebooks ?? []).map((id) => ({
        id,
        because: `${id} could not be described`,
      })),
    })),
    domains: slice(given.domains, (items) => ({
      items: z.array(domain).parse(items),
      unreadable: (given.unreadableDomains ?? []).map((id) => ({
        id,
        because: `${id} could not be described`,
      })),
    })),
    apps: slice(given.apps, (items) => z.array(app).parse(items)),
    endpoints: slice(given.endpoints, (items) => z.array(vpcEndpoint).parse(items)),
    vpcs: slice(given.vpcs, (items) => z.array(vpc).parse(items)),
    subnets: slice(given.subnets, (items) => z.array(subnet).parse(items)),
    routeTables: slice(given.routeTables, (items) => z.array(routeTable).parse(items)),
    securityGroups: slice(given.securityGroups, (items) => z.array(securityGroup).parse(items)),
    natGateways: slice(given.natGateways, (items) => z.array(natGateway).parse(items)),
    prefixLists: slice(given.prefixLists, (items) => z.array(prefixList).parse(items)),
    endpointServices: slice(given.endpointServices, (items) => z.array(endpointService).parse(items)),
    vpcAttributes: slice(given.vpcAttributes, (value) => value),
    hostedZones: slice(given.hostedZones, (value) => value),
    principals: slice(given.principals, (value) =>
      authorizationDetails.parse({
        UserDetailList: [],
        GroupDetailList: [],
        RoleDetailList: [],
        Policies: [],
        ...value,
      }),
    ),
    organizationPolicies: slice(given.organizationPolicies, (value) => value),
  };
  const present = Object.fromEntries(Object.entries(readings).filter(([, reading]) => reading !== undefined));
  return snapshot(place, present, readAt);
}

/** A plan in the notation of RuleCase. */
export function planSummary(plan: Plan<AnyStep>): readonly string[] | 'wait' | 'person' {
  if (plan.kind !== 'steps') return plan.kind;
  return plan.steps.map(({ call, approval }) => `${call}${approval === 'none' ? '' : '!'}`);
}

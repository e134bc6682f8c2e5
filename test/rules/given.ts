import type {
  DhcpOptions,
  NatGateway,
  NetworkInterface,
  PrefixList,
  RouteTable,
  SecurityGroup,
  ServiceDetail,
  Subnet,
  Vpc,
  VpcBlockPublicAccessExclusion,
  VpcBlockPublicAccessOptions,
  VpcEncryptionControl,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type {
  AppDetails,
  DescribeDomainResponse,
  DescribeNotebookInstanceOutput,
} from '@aws-sdk/client-sagemaker';
import type { Plan, AnyStep } from '../../core/model/plan';
import { type SliceName, sliceNames, slices, type Slices } from '../../core/slices';
import { type Reading, snapshot, type Snapshot } from '../../core/model/snapshot';

export const casePlace = { account: '111122223333', region: 'us-east-1' };
export const readAt = '2026-11-22T10:00:00.000Z';

type OrUnreadable<T> = T | 'unreadable';

/** State as AWS returns it. It has the SDK's types, so that a case cannot invent a field. */
interface GivenValues {
  readonly notebooks: readonly DescribeNotebookInstanceOutput[];
  readonly domains: readonly DescribeDomainResponse[];
  readonly apps: readonly AppDetails[];
  readonly endpoints: readonly VpcEndpoint[];
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly natGateways: readonly NatGateway[];
  readonly blockPublicAccess: {
    readonly VpcBlockPublicAccessOptions?: VpcBlockPublicAccessOptions;
    readonly VpcBlockPublicAccessExclusions?: readonly VpcBlockPublicAccessExclusion[];
  };
  readonly encryptionControls: readonly VpcEncryptionControl[];
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly prefixLists: readonly PrefixList[];
  readonly endpointServices: readonly ServiceDetail[];
  readonly vpcAttributes: Slices['vpcAttributes'];
  readonly hostedZones: Slices['hostedZones'];
  readonly zoneRecords: Slices['zoneRecords'];
  readonly resolverRules: Slices['resolverRules'];
  readonly route53Profiles: Slices['route53Profiles'];
  readonly dhcpOptions: readonly DhcpOptions[];
  readonly principals: {
    readonly UserDetailList?: readonly UserDetail[];
    readonly GroupDetailList?: readonly GroupDetail[];
    readonly RoleDetailList?: readonly RoleDetail[];
    readonly Policies?: readonly ManagedPolicyDetail[];
    readonly Quotas?: { AttachedPoliciesPerUserQuota?: number; AttachedPoliciesPerRoleQuota?: number };
  };
  readonly organizationPolicies: {
    readonly account?: string;
    readonly managementAccount?: string;
    readonly readAt?: string;
    readonly scps: unknown[][];
    readonly rcps: unknown[][];
  };
}

/** The slices of a case; an absent slice was not gathered. A slice without a type above does not compile. */
type GivenSlices = { readonly [S in SliceName]?: OrUnreadable<GivenValues[S]> };

export interface GivenAccount extends GivenSlices {
  /** Names of notebooks that exist but could not be described. */
  readonly unreadableNotebooks?: readonly string[];
  /** Ids of domains that exist but could not be described. */
  readonly unreadableDomains?: readonly string[];
}

/** One row of a rule's test table. */
export interface RuleCase {
  readonly name: string;
  readonly given: GivenAccount;
  /** Settings in the form of palisade.yml. */
  readonly settings?: object;
  /** The id of the subject; default: the only one. */
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

/** What AWS answers to the reads that a step makes, by call: `export const answers` of a rule's cases. */
export type Answers = Readonly<Record<string, object>>;

/** The snapshot of a case, read through the same schemas as a live reply. */
export function snapshotOf(given: GivenAccount): Snapshot {
  const unread: { readonly [S in SliceName]?: readonly string[] | undefined } = {
    notebooks: given.unreadableNotebooks,
    domains: given.unreadableDomains,
  };
  const readings = sliceNames.flatMap((name) => {
    const value = given[name];
    if (value === undefined) return [];
    return [[name, readingOf(name, value, unread[name] ?? [])] as const];
  });
  // Object.entries loses the types of the slices.
  return snapshot(casePlace, Object.fromEntries(readings), readAt);
}

function readingOf(name: SliceName, value: unknown, unread: readonly string[]): Reading<Slices[SliceName]> {
  if (value === 'unreadable') return { status: 'unreadable', at: readAt, because: 'access was denied' };
  const { listsUnread, schema } = slices[name];
  // Slices with values per VPC are given in the form of the snapshot.
  if (listsUnread && !Array.isArray(value))
    return { status: 'read', at: readAt, value: value as Slices[SliceName] };
  const content = name === 'principals' ? { ...noPrincipals, ...(value as object) } : value;
  const because = (id: string) => ({ id, because: `${id} could not be described` });
  return { status: 'read', at: readAt, value: schema(content, unread.map(because)).parse(content) };
}

const noPrincipals = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };

/** A plan in the notation of RuleCase. */
export function planSummary(plan: Plan<AnyStep>): readonly string[] | 'wait' | 'person' {
  if (plan.kind !== 'steps') return plan.kind;
  return plan.steps.map(({ call, approval }) => `${call}${approval === 'none' ? '' : '!'}`);
}

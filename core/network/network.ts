import type { BlockPublicAccess } from '../slices/block-public-access';
import type { EncryptionControl } from '../slices/encryption-controls';
import type { NatGateway } from '../slices/nat-gateways';
import type { PrefixList } from '../slices/prefix-lists';
import type { RouteTable } from '../slices/route-tables';
import type { Vpc } from '../slices/vpcs';
import type { SecurityGroup } from '../slices/security-groups';
import type { Subnet } from '../slices/subnets';
import type { Reading, Snapshot } from '../model/snapshot';

/** An item of the snapshot, or what is missing from it, in words. */
export type FoundOrMissing<T> = { readonly is: T } | { readonly missing: string };

/** The network part of a snapshot, for lookups by id. */
export interface Network {
  readonly account: string;
  readonly vpc: (id: string) => FoundOrMissing<Vpc>;
  readonly subnet: (id: string) => FoundOrMissing<Subnet>;
  readonly group: (id: string) => FoundOrMissing<SecurityGroup>;
  readonly natGateway: (id: string) => FoundOrMissing<NatGateway>;
  readonly prefixList: (id: string) => FoundOrMissing<PrefixList>;
  readonly blockPublicAccess: FoundOrMissing<BlockPublicAccess>;
  /** Settings that an export has no file for, and that are taken to be as AWS makes them: off. */
  readonly assumed: readonly string[];
  /** The encryption control of a VPC; `undefined` if it has none. */
  readonly encryptionControl: (vpcId: string) => FoundOrMissing<EncryptionControl | undefined>;
  /** All route tables of a VPC, which has at least its main one, and those whose VPC is not known. */
  readonly routeTables: (vpcId: string) => FoundOrMissing<readonly RouteTable[]>;
}

/** The network of a snapshot, indexed once. */
export function networkOf(snapshot: Snapshot): Network {
  const tables = snapshot.read('routeTables');
  const controls = snapshot.read('encryptionControls');
  const blocking = snapshot.read('blockPublicAccess');
  return {
    account: snapshot.place.account,
    blockPublicAccess: settingOf(blocking, 'blockPublicAccess', blocksNothing),
    assumed: [blocking, controls].flatMap((reading) =>
      reading.status === 'unreadable' && reading.notInExport === true ? [reading.because] : [],
    ),
    encryptionControl: (vpcId) => {
      const all = settingOf(controls, 'encryptionControls', []);
      if ('missing' in all) return all;
      const found = all.is.find(({ VpcId }) => VpcId === vpcId);
      return found === undefined && all.is.some(({ VpcId }) => VpcId === '')
        ? { missing: 'encryptionControls: the VPC of one of them' }
        : { is: found };
    },
    vpc: finder(snapshot.read('vpcs'), 'vpcs', 'the VPC', ({ VpcId }) => VpcId),
    subnet: finder(snapshot.read('subnets'), 'subnets', 'the subnet', ({ SubnetId }) => SubnetId),
    group: finder(
      snapshot.read('securityGroups'),
      'securityGroups',
      'the security group',
      ({ GroupId }) => GroupId,
    ),
    natGateway: finder(
      snapshot.read('natGateways'),
      'natGateways',
      'the NAT gateway',
      ({ NatGatewayId }) => NatGatewayId,
    ),
    prefixList: finder(
      snapshot.read('prefixLists'),
      'prefixLists',
      'the prefix list',
      ({ PrefixListId }) => PrefixListId,
    ),
    routeTables: (vpcId) => {
      if (tables.status === 'unreadable') return { missing: `routeTables: ${tables.because}` };
      const found = tables.value.filter(({ VpcId }) => VpcId === vpcId || VpcId === '');
      return found.every(({ VpcId }) => VpcId === '')
        ? { missing: `the route tables of ${vpcId}` }
        : { is: [...found, ...unlistedTables(snapshot, vpcId, tables.value)] };
    },
  };
}

/** What AWS has where nobody has changed it (VPC user guide, block public access basics; read 1 December 2026). */
const blocksNothing: BlockPublicAccess = { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off' } };

/** A setting of the account or the VPC; `usual` where an export has no file for it. */
function settingOf<T>(reading: Reading<T>, slice: string, usual: T): FoundOrMissing<T> {
  if (reading.status === 'read') return { is: reading.value };
  return reading.notInExport === true ? { is: usual } : { missing: `${slice}: ${reading.because}` };
}

function finder<T>(
  reading: Reading<readonly T[]>,
  slice: string,
  what: string,
  idOf: (item: T) => string,
): (id: string) => FoundOrMissing<T> {
  if (reading.status === 'unreadable') return () => ({ missing: `${slice}: ${reading.because}` });
  const byId = new Map(reading.value.map((item) => [idOf(item), item]));
  return (id) => {
    const item = byId.get(id);
    return item === undefined ? { missing: `${what} ${id}, which is not among the ${slice}` } : { is: item };
  };
}

/**
 * Stand-ins for the route tables that the VPC's gateway endpoints name and that are not among the tables: any subnet
 * without a table of its own may be associated with one.
 */
function unlistedTables(
  snapshot: Snapshot,
  vpcId: string,
  tables: readonly RouteTable[],
): readonly RouteTable[] {
  const endpoints = snapshot.read('endpoints');
  if (endpoints.status === 'unreadable') return [];
  const named = endpoints.value.flatMap(({ VpcId, RouteTableIds = [] }) =>
    VpcId === vpcId ? RouteTableIds : [],
  );
  const listed = new Set(tables.map(({ RouteTableId }) => RouteTableId));
  return [...new Set(named)]
    .filter((id) => !listed.has(id))
    .map((RouteTableId) => ({ RouteTableId, VpcId: vpcId, Associations: [{}] }));
}

import { sageMakerEndpoints } from '../../../core/perimeter';
import type { Slices } from '../../../core/slices';
import type { AwsClients } from '../clients';
import { readNatGateways, readRouteTables, readSecurityGroups, readSubnets, type Wanted } from './network';

type Ec2 = Pick<AwsClients, 'ec2'>;

/** Finds the VPC of network resources, each kind with one filtered call and only when it is asked about. */
export interface Whereabouts {
  /** The VPCs of these VPCs, subnets, security groups, route tables, NAT gateways and endpoints. */
  readonly ofNetwork: (ids: readonly string[]) => Promise<readonly string[]>;
}

/** What has an id like this, and a VPC. */
const kinds: Readonly<
  Record<
    string,
    { readonly filter: string; readonly read: (clients: Ec2, wanted: Wanted) => Promise<readonly Place[]> }
  >
> = {
  subnet: { filter: 'subnet-id', read: readSubnets },
  sg: { filter: 'group-id', read: readSecurityGroups },
  rtb: { filter: 'route-table-id', read: readRouteTables },
  nat: { filter: 'nat-gateway-id', read: readNatGateways },
};

interface Place {
  readonly VpcId?: string | undefined;
}

const networkId = /^(vpc|vpce|subnet|sg|rtb|rtbassoc|nat)-[0-9a-z]+$/;

/** Whether this may be the id of a network resource. A notebook may be called like that too. */
export function isNetworkId(id: string): boolean {
  return networkId.test(id);
}

const kindOf = (id: string): string => networkId.exec(id)?.[1] ?? '';

/** The VPCs that hold SageMaker interface endpoints. */
export function endpointVpcs(endpoints: Slices['endpoints']): readonly string[] {
  return [...new Set(sageMakerEndpoints(endpoints).map(({ VpcId }) => VpcId))];
}

/**
 * @param endpoints those of the request. The association of a route table that was taken away is nowhere any more,
 * so it stands for every VPC with a SageMaker endpoint.
 */
export function createWhereabouts(clients: Ec2, endpoints: () => Promise<Slices['endpoints']>): Whereabouts {
  const known = new Map<string, Promise<readonly string[]>>();

  async function ofKind(kind: string, ids: readonly string[]): Promise<readonly string[]> {
    if (kind === 'vpc') return ids;
    if (kind === 'rtbassoc') return endpointVpcs(await endpoints());
    if (kind === 'vpce')
      return (await endpoints())
        .filter(({ VpcEndpointId }) => ids.includes(VpcEndpointId))
        .map(({ VpcId }) => VpcId);
    const how = kinds[kind];
    if (how === undefined) return [];
    const found = await how.read(clients, { filter: how.filter, values: ids });
    return found.flatMap(({ VpcId }) => (VpcId === undefined ? [] : [VpcId]));
  }

  return {
    ofNetwork: async (ids) => {
      const found: string[] = [];
      for (const kind of new Set(ids.map(kindOf))) {
        const members = ids.filter((id) => kindOf(id) === kind);
        // Several slices of one request ask about the same resources.
        const key = members.toSorted().join(' ');
        const asked = known.get(key) ?? ofKind(kind, members);
        known.set(key, asked);
        found.push(...(await asked));
      }
      return [...new Set(found)];
    },
  };
}

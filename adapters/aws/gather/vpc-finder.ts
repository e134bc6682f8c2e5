import { isLostAssociation } from '../../../core/network/nearby';
import { sageMakerEndpoints } from '../../../core/enforcement/perimeter';
import { type ResourceRef, type ResourceType, resourceTypes } from '../../../core/model/resource';
import type { GatherContext, VpcFinder } from './gatherer';
import type { Filtered } from './filtered';
import { readNatGateways } from './nat-gateways';
import { readRouteTables } from './route-tables';
import { readSecurityGroups } from './security-groups';
import { readSubnets } from './subnets';

/** Finds the VPCs of resources of one type. */
type Find = (refs: readonly ResourceRef[]) => Promise<readonly string[]>;

/**
 * Creates the finder of one request.
 * @param slice reads a slice of the request: only there are the VPCs of notebooks, domains and endpoints known
 */
export function vpcFinder({ clients, slice }: Pick<GatherContext, 'clients' | 'slice'>): VpcFinder {
  const known = new Map<string, Promise<readonly string[]>>();
  /** Several slices of one request ask about the same resources. */
  const once = (kind: string, ids: readonly string[], find: () => Promise<readonly string[]>) => {
    const key = [kind, ...ids.toSorted()].join(' ');
    const asked = known.get(key) ?? find();
    known.set(key, asked);
    return asked;
  };

  const withEndpoints = async () => unique(sageMakerEndpoints(await slice('endpoints')));

  const ofSubnets = (ids: readonly string[]) =>
    once('subnets', ids, async () =>
      unique(await readSubnets(clients, { filter: 'subnet-id', values: ids })),
    );

  const ofNotebooks = async (isMeant: (name: string) => boolean) => {
    const { items } = await slice('notebooks');
    const meant = items.filter(({ NotebookInstanceName: name }) => isMeant(name));
    return ofSubnets([...new Set(meant.flatMap(({ SubnetId }) => SubnetId ?? []))]);
  };

  const byFilter =
    (filter: string, describe: (filtered: Filtered) => Promise<readonly InVpc[]>): Find =>
    async (refs) =>
      unique(await describe({ filter, values: refs.map(({ id }) => id) }));

  const finders: Readonly<Record<ResourceType, Find>> = {
    'AWS::SageMaker::NotebookInstance': (refs) => ofNotebooks((name) => refs.some(({ id }) => id === name)),
    'AWS::SageMaker::Domain': async (refs) => {
      const { items } = await slice('domains');
      return unique(items.filter(({ DomainId }) => refs.some(({ id }) => id === DomainId)));
    },
    'AWS::EC2::VPC': (refs) => Promise.resolve(refs.map(({ id }) => id)),
    'AWS::EC2::VPCEndpoint': async (refs) => {
      const endpoints = await slice('endpoints');
      return unique(endpoints.filter(({ VpcEndpointId }) => refs.some(({ id }) => id === VpcEndpointId)));
    },
    'AWS::EC2::SecurityGroup': byFilter('group-id', (filtered) => readSecurityGroups(clients, filtered)),
    'AWS::EC2::RouteTable': async (refs) => {
      const tables = refs.filter((ref) => !isLostAssociation(ref));
      const find = byFilter('route-table-id', (filtered) => readRouteTables(clients, filtered));
      // A lost association no longer names its VPC, so assume every VPC that may matter.
      const lost = tables.length < refs.length ? await withEndpoints() : [];
      return [...(await find(tables)), ...lost];
    },
    'AWS::EC2::NatGateway': byFilter('nat-gateway-id', (filtered) => readNatGateways(clients, filtered)),
    'AWS::IAM::User': nowhere,
    'AWS::IAM::Role': nowhere,
    'AWS::IAM::Group': nowhere,
    'AWS::IAM::Policy': nowhere,
    'AWS::Account': nowhere,
  };

  return {
    withEndpoints,
    of: async (refs) => {
      const found: string[] = [];
      for (const type of resourceTypes) {
        const members = refs.filter((ref) => ref.type === type);
        if (members.length === 0) continue;
        const ids = members.map(({ id }) => id);
        found.push(...(await once(type, ids, () => finders[type](members))));
      }
      return [...new Set(found)];
    },
    inUse: async () => {
      const vpcs = await withEndpoints();
      try {
        const notebooks = await ofNotebooks(() => true);
        const domains = unique((await slice('domains')).items);
        return [...new Set([...vpcs, ...domains, ...notebooks])];
      } catch {
        // The consumers cannot be listed. VPCs that are not read here count as not read.
        return vpcs;
      }
    },
  };
}

interface InVpc {
  readonly VpcId?: string | undefined;
}

function unique(resources: readonly InVpc[]): readonly string[] {
  return [...new Set(resources.flatMap(({ VpcId }) => VpcId ?? []))];
}

/** IAM resources and the account itself are in no VPC. */
const nowhere: Find = () => Promise.resolve([]);

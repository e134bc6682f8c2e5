import { z } from 'zod';
import { type ProfileResourceKind, profileResourceOf } from '../../../core/network/names/profile-resource';
import type { ProfileResource } from '../../../core/slices/route53-profiles';
import { messageOf } from '../../errors';
import { askingPages, fitting } from './asking';
import { listRules } from './dns';
import type { GatherContext } from './gatherer';

export const listResources = 'route53profiles:ListProfileResourceAssociations';

const associations = z.array(
  z.object({
    ResourceArn: z.string(),
    ResourceType: z.string().default(''),
    Name: z.string().optional(),
    OwnerId: z.string().optional(),
    Status: z.string().optional(),
  }),
);
type Association = z.infer<typeof associations>[number];

/** What a Profile brings to its VPCs, each with what its ARN stands for, or why that was not read. */
export async function readResources(
  ProfileId: string,
  context: GatherContext,
): Promise<readonly ProfileResource[]> {
  const { ListProfileResourceAssociationsCommand } = await import('../route53/profiles');
  const client = await context.clients.route53profiles();
  const found = await askingPages(
    listResources,
    (NextToken) =>
      client.send(new ListProfileResourceAssociationsCommand({ ProfileId, MaxResults: 100, NextToken })),
    ({ ProfileResourceAssociations }) => ProfileResourceAssociations,
  );
  const inEffect = fitting(listResources, associations, found).filter(
    // One that could not be made, or is gone, has no effect.
    ({ Status = '' }) => !['FAILED', 'DELETED'].includes(Status),
  );
  return Promise.all(inEffect.map((association) => withContent(association, context)));
}

async function withContent(
  { ResourceArn, ResourceType, Name, OwnerId, Status = 'COMPLETE' }: Association,
  context: GatherContext,
): Promise<ProfileResource> {
  const resource = profileResourceOf(ResourceArn);
  const kind = kinds.find((one) => one.kind === resource?.kind);
  const named = {
    ResourceArn,
    // AWS's model does not say how types are spelt, so those that matter are known by their ARN.
    ResourceType: kind?.type ?? ResourceType,
    ...(Name === undefined ? {} : { Name }),
  };
  if (kind === undefined || resource === undefined) return named;
  if (Status !== 'COMPLETE') return { ...named, unreadable: `its association with the Profile is ${Status}` };
  try {
    return { ...named, ...(await kind.read(resource.id, context)) };
  } catch (error) {
    const owner =
      OwnerId === undefined || OwnerId === context.place.account
        ? ''
        : `; account ${OwnerId} associated it with the Profile`;
    return { ...named, unreadable: `${messageOf(error)}${owner}` };
  }
}

type Content = Omit<ProfileResource, 'ResourceArn' | 'ResourceType' | 'Name'>;

interface Kind {
  readonly kind: ProfileResourceKind;
  readonly type: 'PRIVATE_HOSTED_ZONE' | 'RESOLVER_RULE' | 'VPC_ENDPOINT';
  readonly read: (id: string, context: Pick<GatherContext, 'dns' | 'slice'>) => Promise<Content>;
}

/** The resources that decide how a name resolves. DNS Firewall and query logs do not, or refuse a name for all. */
const kinds: readonly Kind[] = [
  {
    kind: 'zone',
    type: 'PRIVATE_HOSTED_ZONE',
    read: async (id, { dns }) => {
      const { domain: DomainName, records } = await dns.records(id);
      // Of a zone in which no name of SageMaker can be, the name says enough.
      return { DomainName, ...(records === undefined ? {} : { ResourceRecordSets: [...records] }) };
    },
  },
  {
    kind: 'rule',
    type: 'RESOLVER_RULE',
    read: async (id, { dns }) => {
      const rule = (await dns.rules()).get(id);
      if (rule === undefined)
        return { unreadable: `${listRules} does not list ${id}: the account that owns it does not share it` };
      return { DomainName: rule.DomainName, RuleType: rule.RuleType };
    },
  },
  {
    kind: 'endpoint',
    type: 'VPC_ENDPOINT',
    read: async (id, { slice }) => {
      const endpoint = (await slice('endpoints')).find(({ VpcEndpointId }) => VpcEndpointId === id);
      return endpoint === undefined
        ? { unreadable: `${id} is no interface endpoint of this account that is read` }
        : { ServiceName: endpoint.ServiceName };
    },
  },
];

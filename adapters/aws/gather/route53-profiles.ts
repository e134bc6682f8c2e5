import { z } from 'zod';
import { pooled } from '../../../core/lists/pooled';
import type { Route53Profile } from '../../../core/slices/route53-profiles';
import { messageOf } from '../../errors';
import { askingPages, fitting } from './asking';
import { listRules } from './dns';
import type { GatherContext, Gatherer } from './gatherer';
import { inOwnVpcs } from './own-vpcs';
import { listResources, readResources } from './profile-resources';
import { listRecords } from './record-sets';
import { vpcIds } from './selected';

const call = 'route53profiles:ListProfileAssociations';
const associations = z.array(
  z.object({
    ProfileId: z.string(),
    /** The VPC. */
    ResourceId: z.string(),
    Name: z.string().optional(),
    Status: z.string().optional(),
  }),
);

/** The Profiles that are read at the same time. */
const concurrency = 4;

/**
 * The Route 53 Profiles of the VPCs with what they bring: one list of the Region's associations, and one for each
 * Profile. A Profile that may not be read says why.
 */
export const route53Profiles: Gatherer<'route53Profiles'> = {
  calls: [call, listResources, listRecords, listRules],
  read: async (wanted, context) => {
    const vpcs = await vpcIds(wanted, context);
    if (vpcs.length === 0) return {};
    // An association that could not be made, or is gone, has no effect.
    const inEffect = (await readAssociations(context)).filter(
      ({ ResourceId, Status = '' }) => vpcs.includes(ResourceId) && !['FAILED', 'DELETED'].includes(Status),
    );
    const read = await profilesNamed([...new Set(inEffect.map(({ ProfileId }) => ProfileId))], context);
    return inOwnVpcs(vpcs, context, 'Route 53 Profile', (vpcId) =>
      inEffect
        .filter(({ ResourceId }) => ResourceId === vpcId)
        .map(({ ProfileId, Status = 'COMPLETE' }) =>
          Status === 'COMPLETE'
            ? { ProfileId, ...read.get(ProfileId) }
            : { ProfileId, unreadable: `its association with ${vpcId} is ${Status}` },
        ),
    );
  },
};

async function readAssociations({ clients }: Pick<GatherContext, 'clients'>) {
  const { ListProfileAssociationsCommand } = await import('../route53/profiles');
  const client = await clients.route53profiles();
  const found = await askingPages(
    call,
    (NextToken) => client.send(new ListProfileAssociationsCommand({ MaxResults: 100, NextToken })),
    ({ ProfileAssociations }) => ProfileAssociations,
  );
  return fitting(call, associations, found);
}

type Content = Pick<Route53Profile, 'Resources' | 'unreadable'>;

async function profilesNamed(
  ids: readonly string[],
  context: GatherContext,
): Promise<ReadonlyMap<string, Content>> {
  const read = new Map<string, Content>();
  await pooled(concurrency, ids, async (id) => {
    try {
      read.set(id, { Resources: [...(await readResources(id, context))] });
    } catch (error) {
      read.set(id, { unreadable: messageOf(error) });
    }
  });
  return read;
}

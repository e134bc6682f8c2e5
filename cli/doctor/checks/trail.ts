import type { CloudTrailClient, Trail } from '@aws-sdk/client-cloudtrail';
import { type Check, diagnosed } from '../check';

/** EventBridge gets events of API calls only where a trail logs management events (CloudTrail user guide). */
export const trail: Check = ({ clients, place }) =>
  diagnosed('cloudtrail', async () => {
    const { DescribeTrailsCommand } = await import('@aws-sdk/client-cloudtrail');
    const client = await clients.cloudtrail();
    const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    const here = trailList.filter(
      ({ IsMultiRegionTrail, HomeRegion }) => IsMultiRegionTrail === true || HomeRegion === place.region,
    );
    const problems: string[] = [];
    const unseen: string[] = [];
    for (const one of here) {
      const problem = await problemOf(client, one);
      if (problem === 'unseen') {
        unseen.push(one.Name ?? 'a trail');
        continue;
      }
      if (problem === undefined)
        return [
          {
            id: 'cloudtrail',
            condition: 'good',
            says: `trail ${one.Name ?? ''} logs management events, so changes are seen as they happen`,
          },
        ];
      problems.push(`${one.Name ?? 'a trail'} ${problem}`);
    }
    if (unseen.length > 0)
      return [
        {
          id: 'cloudtrail',
          condition: 'unknown',
          says: `trail ${unseen.join(', ')} is the organization's, and only the account that keeps it may see whether it logs management events${problems.length === 0 ? '' : `; ${problems.join('; ')}`}`,
          remedy:
            'Ask whoever keeps the organization’s trail whether it is logging, and logs management events that write (aws cloudtrail get-trail-status and get-event-selectors, run there).',
        },
      ];
    const why = problems.length === 0 ? `no trail covers ${place.region}` : problems.join('; ');
    return [
      {
        id: 'cloudtrail',
        condition: 'bad',
        says: `${why}: EventBridge gets no events, so drift is only found by the hourly sweep`,
        remedy:
          'Create a trail for all Regions that logs management events, reads and writes or writes only, and start its logging.',
      },
    ];
  });

/** Why a trail does not do; `unseen` where it is the organization's, which its members may list but not look at. */
async function problemOf(client: CloudTrailClient, trail: Trail): Promise<string | undefined> {
  const { CloudTrailARNInvalidException, TrailNotFoundException } =
    await import('@aws-sdk/client-cloudtrail');
  try {
    return await shortcomingOf(client, trail);
  } catch (error) {
    const isRefused =
      error instanceof TrailNotFoundException || error instanceof CloudTrailARNInvalidException;
    if (trail.IsOrganizationTrail === true && isRefused) return 'unseen';
    throw error;
  }
}

async function shortcomingOf(
  client: CloudTrailClient,
  { TrailARN: Name }: Trail,
): Promise<string | undefined> {
  const { GetTrailStatusCommand, GetEventSelectorsCommand } = await import('@aws-sdk/client-cloudtrail');
  const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name }));
  if (IsLogging !== true) return 'does not log';
  const selectors = await client.send(new GetEventSelectorsCommand({ TrailName: Name }));
  const basic = (selectors.EventSelectors ?? []).some(
    ({ IncludeManagementEvents, ReadWriteType }) =>
      IncludeManagementEvents === true && ReadWriteType !== 'ReadOnly',
  );
  const advanced = (selectors.AdvancedEventSelectors ?? []).some(({ FieldSelectors = [] }) => {
    const isManagement = FieldSelectors.some(
      ({ Field, Equals }) => Field === 'eventCategory' && Equals?.includes('Management') === true,
    );
    const isReadOnly = FieldSelectors.some(
      ({ Field, Equals }) => Field === 'readOnly' && Equals?.includes('true') === true,
    );
    return isManagement && !isReadOnly;
  });
  return basic || advanced ? undefined : 'does not log management events that write';
}

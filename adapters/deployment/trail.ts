import type { CloudTrailClient, Trail } from '@aws-sdk/client-cloudtrail';
import type { AwsClients } from '../aws/clients';

/** Whether EventBridge receives events of API calls in a Region. */
export type TrailCoverage =
  | { readonly status: 'covered'; readonly by: string }
  | { readonly status: 'lacking'; readonly because: string }
  /** There are trails of the organization, which a member account can list but not inspect. */
  | { readonly status: 'unknown'; readonly trails: readonly string[]; readonly because: string };

/**
 * Whether EventBridge receives events of API calls: it does only if a trail logs management events that write
 * (CloudTrail user guide). Rejects with AWS's error.
 */
export async function trailCoverage(
  { cloudtrail }: Pick<AwsClients, 'cloudtrail'>,
  region: string,
): Promise<TrailCoverage> {
  const { DescribeTrailsCommand } = await import('@aws-sdk/client-cloudtrail');
  const client = await cloudtrail();
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  const here = trailList.filter(
    ({ IsMultiRegionTrail, HomeRegion }) => IsMultiRegionTrail === true || HomeRegion === region,
  );
  const problems: string[] = [];
  const unseen: string[] = [];
  for (const one of here) {
    const by = one.Name ?? 'a trail';
    const problem = await problemOf(client, one);
    if (problem === undefined) return { status: 'covered', by };
    if (problem === 'unseen') unseen.push(by);
    else problems.push(`${by} ${problem}`);
  }
  const because = problems.join(', ');
  if (unseen.length > 0) return { status: 'unknown', trails: unseen, because };
  return { status: 'lacking', because: because === '' ? `no trail covers ${region}` : because };
}

/** Why a trail does not bring the events; `unseen` if only the account that owns it may inspect it. */
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
  const { GetEventSelectorsCommand, GetTrailStatusCommand } = await import('@aws-sdk/client-cloudtrail');
  const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name }));
  if (IsLogging !== true) return 'does not log';
  const { EventSelectors = [], AdvancedEventSelectors = [] } = await client.send(
    new GetEventSelectorsCommand({ TrailName: Name }),
  );
  const isWriting =
    EventSelectors.some(
      ({ IncludeManagementEvents, ReadWriteType }) =>
        IncludeManagementEvents === true && ReadWriteType !== 'ReadOnly',
    ) ||
    AdvancedEventSelectors.some(({ FieldSelectors = [] }) => {
      const says = (name: string, value: string) =>
        FieldSelectors.some(({ Field, Equals = [] }) => Field === name && Equals.includes(value));
      return says('eventCategory', 'Management') && !says('readOnly', 'true');
    });
  return isWriting ? undefined : 'does not log management events that write';
}

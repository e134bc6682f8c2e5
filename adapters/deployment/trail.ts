import type { CloudTrailClient, Trail } from '@aws-sdk/client-cloudtrail';
import type { AwsClients } from '../aws/clients';

/**
 * Why EventBridge gets no events of API calls in this Region: it does only where a trail logs management events that
 * write (CloudTrail user guide). `undefined` where one does. Rejects with AWS's error.
 */
export async function trailProblem(
  { cloudtrail }: Pick<AwsClients, 'cloudtrail'>,
  region: string,
): Promise<string | undefined> {
  const { DescribeTrailsCommand } = await import('@aws-sdk/client-cloudtrail');
  const client = await cloudtrail();
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  const here = trailList.filter(
    ({ IsMultiRegionTrail, HomeRegion }) => IsMultiRegionTrail === true || HomeRegion === region,
  );
  const problems: string[] = [];
  for (const one of here) {
    const problem = await problemOf(client, one);
    if (problem === undefined) return undefined;
    problems.push(`${one.Name ?? 'a trail'} ${problem}`);
  }
  return problems.length === 0 ? `no trail covers ${region}` : problems.join(', ');
}

async function problemOf(client: CloudTrailClient, { TrailARN: Name }: Trail): Promise<string | undefined> {
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
  return isWriting ? undefined : 'logs no management events that write';
}

import type { ListResourceRecordSetsRequest } from '@aws-sdk/client-route-53';
import { z } from 'zod';
import { FailureError } from '../../../core/model/failure';
import type { Place } from '../../../core/model/resource';
import { concernsSageMaker } from '../../../core/network/names/concerned';
import { recordSet, type RecordSet } from '../../../core/slices/zone-records';
import type { AwsClients } from '../clients';
import { asking, fitting } from './asking';

export interface ZoneContent {
  /** The zone's own name, from its SOA record. */
  readonly domain: string | undefined;
  /** Absent if no name of SageMaker can be in the zone. */
  readonly records?: readonly RecordSet[];
}

export const listRecords = 'route53:ListResourceRecordSets';

/** The most of a zone that is read: 12 000 records. AWS's default quota is 10 000 (Route 53 developer guide). */
const pages = 40;

/**
 * The records of a zone. Records are listed by name, the zone's own first (Route 53 API reference,
 * ListResourceRecordSets), so the first page has the SOA record, and says whether the rest is of interest.
 * @throws FailureError if a call fails, or for a zone with more records than are read
 */
export async function readRecords(
  HostedZoneId: string,
  { route53 }: Pick<AwsClients, 'route53'>,
  place: Place,
): Promise<ZoneContent> {
  const { ListResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53');
  const client = await route53();
  const records: RecordSet[] = [];
  let start: Omit<ListResourceRecordSetsRequest, 'HostedZoneId'> = {};
  for (let page = 0; page < pages; page += 1) {
    const input = { HostedZoneId, MaxItems: 300, ...start };
    const reply = await asking(listRecords, () => client.send(new ListResourceRecordSetsCommand(input)));
    records.push(...fitting(listRecords, z.array(recordSet), reply.ResourceRecordSets));
    const domain = records.find(({ Type }) => Type === 'SOA')?.Name.replace(/\.$/, '');
    if (domain !== undefined && !concernsSageMaker(domain, place)) return { domain };
    if (reply.IsTruncated !== true) return { domain, records };
    start = {
      StartRecordName: reply.NextRecordName,
      StartRecordType: reply.NextRecordType,
      StartRecordIdentifier: reply.NextRecordIdentifier,
    };
  }
  throw new FailureError({
    kind: 'unexpected',
    call: listRecords,
    code: 'TooManyRecords',
    message: `the zone ${HostedZoneId} has more than ${pages * 300} records, of which the rest was not read`,
    cause: undefined,
  });
}

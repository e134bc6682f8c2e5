import { z } from 'zod';
import { hasKey } from './content';
import { perVpc } from './shapes';

/** A record set, shaped and named as in ListResourceRecordSets. */
export const recordSet = z.object({
  /** Empty where it is absent, as are its type and its targets. */
  Name: z.string().default(''),
  Type: z.string().default(''),
  AliasTarget: z.object({ DNSName: z.string().default(''), HostedZoneId: z.string().optional() }).optional(),
  ResourceRecords: z.array(z.object({ Value: z.string().default('') })).optional(),
  /** Tells record sets of the same name and type apart, one of which answers (a routing policy). */
  SetIdentifier: z.string().optional(),
});
export type RecordSet = z.infer<typeof recordSet>;

/** A private hosted zone with its records, or why they were not read. */
export const zoneRecordsOfZone = z.object({
  /** Empty where it is absent. */
  Name: z.string().default(''),
  HostedZoneId: z.string().optional(),
  ResourceRecordSets: z.array(recordSet).optional(),
  /** Why its records are not here. */
  unreadable: z.string().optional(),
});
export type ZoneRecords = z.infer<typeof zoneRecordsOfZone>;

/** The records of the private hosted zones that may serve SageMaker's names, for each VPC associated with them. */
export const zoneRecords = perVpc(
  {
    file: 'zone-records.json',
    parts: 'by-vpc',
    holds: 'an object: VPC id → list of private hosted zones with their records',
    page: 'object: VPC id → list of `{ "Name": "ZONE", "ResourceRecordSets": […] }`, with the record sets of `aws route53 list-resource-record-sets`; zones that cannot serve a name of SageMaker may be left out; `"unreadable": "REASON"` instead of record sets that could not be read',
  },
  z.array(zoneRecordsOfZone),
  (entry) => Array.isArray(entry) && hasKey(entry[0], 'ResourceRecordSets'),
);

import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { FindingRecord } from '../../core/model/ledger';

/** The sparse index, which leaves out the findings that are over and published. */
export const openIndex = 'open';

/**
 * DynamoDB deletes an item some time after the time in this attribute (epoch seconds). TTL is enabled in the template.
 */
export const ttlAttribute = 'expiresAt';

/** The definition of the ledger's table. The template in infra/ must match it. */
export function ledgerTable(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'open', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: openIndex,
        KeySchema: [
          { AttributeName: 'open', KeyType: 'HASH' },
          { AttributeName: 'pk', KeyType: 'RANGE' },
        ],
        // Without the attributes of the lease, so that claiming a lease costs no write to the index.
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['finding', 'unpublished'] },
      },
    ],
  };
}

const findingPrefix = 'finding#';

export const keys = {
  finding: (id: string) => ({ pk: `${findingPrefix}${id}`, sk: 'record' }),
  /** Sorts by time, then by the order in which the holder of a lease wrote. */
  audit: (id: string, at: string, fence: number, order: number) => ({
    pk: `${findingPrefix}${id}`,
    sk: `audit#${at}#${String(fence).padStart(10, '0')}#${String(order).padStart(10, '0')}`,
  }),
  budget: (rule: string, at: string) => ({ pk: `budget#${rule}#${at.slice(0, 13)}`, sk: 'budget' }),
  readClaim: (ref: string) => ({ pk: `look#${ref}`, sk: 'look' }),
  /** The last valid settings. */
  settings: { pk: 'settings', sk: 'last-good' },
  population: (rule: string) => ({ pk: `population#${rule}`, sk: 'population' }),
};

/** The finding's id in a key made by `keys.finding`. */
export function findingIdOf(pk: string): string {
  return pk.slice(findingPrefix.length);
}

const shards = 4;

/** The partitions of the index. There are several because one partition takes only 1,000 write units per second. */
export const openShards: readonly string[] = Array.from({ length: shards }, (_, shard) => String(shard));

/** Whether there is nothing left to do about a finding. */
export function isOver({ outcome }: Pick<FindingRecord, 'outcome'>): boolean {
  return outcome === 'passing' || outcome === 'gone';
}

/** The index partition of a finding; `undefined` removes a finding that is over and published from the index. */
export function openShard(
  finding: Pick<FindingRecord, 'id' | 'outcome' | 'unpublished'>,
): string | undefined {
  if (isOver(finding) && finding.unpublished !== true) return undefined;
  const { id } = finding;
  let sum = 0;
  for (let at = 0; at < id.length; at += 1) sum += id.charCodeAt(at);
  return openShards[sum % shards];
}

const dayMs = 86_400_000;

/** When an item may be deleted, in epoch seconds. */
export function expiry(now: string, days: number): number {
  return Math.floor((Date.parse(now) + days * dayMs) / 1_000);
}

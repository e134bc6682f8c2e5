import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { FindingRecord } from '../../core/model/ledger';

/** The sparse index that leaves out the findings that are over: passing or gone, and published. */
export const openIndex = 'open';

/** DynamoDB deletes an item some time after this attribute (epoch seconds). Enabled on the table, not here. */
export const ttlAttribute = 'expiresAt';

/** The definition of the ledger's table; infra/ mirrors it for CloudFormation. */
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
        // Without the lease's attributes, so that taking a lease costs no write to the index.
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['finding', 'unpublished'] },
      },
    ],
  };
}

const findingPrefix = 'finding#';

export const keys = {
  finding: (id: string) => ({ pk: `${findingPrefix}${id}`, sk: 'record' }),
  /** Sorts by time, then by the order in which one lease's holder wrote. */
  audit: (id: string, at: string, fence: number, order: number) => ({
    pk: `${findingPrefix}${id}`,
    sk: `audit#${at}#${String(fence).padStart(10, '0')}#${String(order).padStart(10, '0')}`,
  }),
  budget: (rule: string, at: string) => ({ pk: `budget#${rule}#${at.slice(0, 13)}`, sk: 'budget' }),
  look: (ref: string) => ({ pk: `look#${ref}`, sk: 'look' }),
  /** The last settings that could be used. */
  settings: { pk: 'settings', sk: 'last-good' },
  population: (rule: string) => ({ pk: `population#${rule}`, sk: 'population' }),
};

/** The finding's id in a key made by `keys.finding`. */
export function findingIdOf(pk: string): string {
  return pk.slice(findingPrefix.length);
}

const shards = 4;

/** The index partitions: several, because one partition takes only 1,000 write units a second. */
export const openShards: readonly string[] = Array.from({ length: shards }, (_, shard) => String(shard));

/** Whether nothing is left to do about a finding. */
export function isOver({ outcome }: Pick<FindingRecord, 'outcome'>): boolean {
  return outcome === 'passing' || outcome === 'gone';
}

/** Where a finding is listed; nothing for one that is over and published, which takes it off the index. */
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

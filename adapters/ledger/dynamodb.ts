import { z } from 'zod';
import { badInput } from '../../core/model/bad-input';
import { type FindingRecord, type Lease, type Ledger, LeaseLostError } from '../../core/model/ledger';
import { auditTrail } from './audit';
import { budgets } from './budgets';
import { documents, type DynamoClients } from './documents';
import { damagedRecord, readRecord } from './record-schema';
import { expiry, findingIdOf, isOver, keys, openIndex, openShard, openShards } from './table';

/** What the ledger needs: one DynamoDB table (see `ledgerTable`) and the time. */
interface LedgerParts {
  readonly clients: DynamoClients;
  readonly table: string;
  /** The current time, ISO 8601 with milliseconds. */
  readonly now: () => string;
  /**
   * How long a crashed worker blocks a finding for others, in ms. It must exceed the duration of a pass over the
   * finding.
   */
  readonly leaseMs?: number;
}

const defaultLeaseMs = 5 * 60_000;

/** The ledger on DynamoDB. Every write of a finding is conditional on the fence of its lease. */
export function dynamoLedger({ clients, table, now, leaseMs = defaultLeaseMs }: LedgerParts): Ledger {
  const db = documents(clients, table);
  const trail = auditTrail(db);
  let claims = 0;

  return {
    load: async (id) => {
      const item = await db.get(keys.finding(id));
      return item === undefined ? undefined : recordIn(item);
    },

    open: async (id, holder, forMs = leaseMs) => {
      // The SDK repeats a call that timed out. The claim distinguishes our own lease from somebody else's.
      claims += 1;
      const at = Date.parse(now());
      const item = await db.update({
        Key: keys.finding(id),
        UpdateExpression:
          'SET fence = if_not_exists(fence, :none) + :one, claim = :claim, leaseUntil = :until',
        ConditionExpression: 'attribute_not_exists(leaseUntil) OR leaseUntil <= :now OR claim = :claim',
        ExpressionAttributeValues: {
          ':none': 0,
          ':one': 1,
          ':claim': `${holder}/${claims}`,
          ':now': at,
          ':until': at + forMs,
        },
        ReturnValues: 'ALL_NEW',
      });
      if (item === 'refused') return 'leased';
      return { lease: { id, holder, fence: fenceIn(id, item) }, record: recordIn(item) };
    },

    save: async (lease, record, entry, then) => {
      // The entry is written first: what a worker did belongs in the audit trail even if it has lost its lease
      // meanwhile.
      if (entry !== undefined) await trail.append(lease, entry);
      const written = await db.update(saving(lease, record, now(), then === 'release'));
      if (written === 'refused') throw new LeaseLostError(`another worker has taken over ${lease.id}`);
    },

    published: async ({ id, outcome, updatedAt }) => {
      const isListed = openShard({ id, outcome }) !== undefined;
      const isNewest = await db.update({
        Key: keys.finding(id),
        UpdateExpression: `REMOVE unpublished${isListed ? '' : ', #open'}`,
        ConditionExpression: 'updatedAt = :at',
        ...(isListed ? {} : { ExpressionAttributeNames: { '#open': 'open' } }),
        ExpressionAttributeValues: { ':at': updatedAt },
      });
      if (isNewest !== 'refused') return;
      await db.update({
        Key: keys.finding(id),
        UpdateExpression: 'SET unpublished = :unpublished, #open = :shard',
        ConditionExpression: 'attribute_exists(finding)',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: {
          ':unpublished': true,
          ':shard': openShard({ id, outcome, unpublished: true }),
        },
      });
    },

    release: async ({ id, fence }) => {
      await db.update({
        Key: keys.finding(id),
        UpdateExpression: 'REMOVE claim, leaseUntil',
        ConditionExpression: 'fence = :fence',
        ExpressionAttributeValues: { ':fence': fence },
      });
    },

    list: async () => {
      const found = await Promise.all(
        openShards.map((shard) =>
          db.query({
            IndexName: openIndex,
            KeyConditionExpression: '#open = :shard',
            ExpressionAttributeNames: { '#open': 'open' },
            ExpressionAttributeValues: { ':shard': shard },
          }),
        ),
      );
      return found.flat().flatMap((item) => recordIn(item) ?? []);
    },

    audit: trail.audit,
    ...budgets(db, now),
  };
}

/** Findings that are over are deleted after this many days; Security Hub deletes its copy after 90 days too. */
const recordDays = 90;

/** The update that stores a record. With `release` the same write ends the lease. */
function saving(lease: Lease, record: FindingRecord, now: string, release: boolean) {
  const { unpublished, damaged: _, ...kept } = record;
  const shard = openShard(record);
  const set = ['finding = :finding', 'updatedAt = :at'];
  const remove = release ? ['claim', 'leaseUntil'] : [];
  const values: Record<string, unknown> = {
    ':fence': lease.fence,
    ':finding': JSON.stringify(kept),
    ':at': record.updatedAt,
  };
  const put = (name: string, value: unknown): void => {
    if (value === undefined) return void remove.push(`#${name}`);
    set.push(`#${name} = :${name}`);
    values[`:${name}`] = value;
  };
  // Stored next to the record, so that `published` can remove it without reading the record.
  put('unpublished', unpublished);
  put('open', shard);
  put('expiresAt', isOver(record) ? expiry(now, recordDays) : undefined);
  return {
    Key: keys.finding(lease.id),
    UpdateExpression: `SET ${set.join(', ')}${remove.length === 0 ? '' : ` REMOVE ${remove.join(', ')}`}`,
    ConditionExpression: 'fence = :fence',
    ExpressionAttributeNames: { '#unpublished': 'unpublished', '#open': 'open', '#expiresAt': 'expiresAt' },
    ExpressionAttributeValues: values,
  };
}

const stored = z.object({ pk: z.string(), finding: z.string(), unpublished: z.boolean().optional() });

/** The record in an item; `undefined` if the finding has only been opened so far. */
function recordIn(item: Readonly<Record<string, unknown>>): FindingRecord | undefined {
  if (item['finding'] === undefined) return undefined;
  const parsed = stored.safeParse(item);
  if (!parsed.success) {
    const pk = String(item['pk']);
    return damagedRecord(findingIdOf(pk), badInput(`ledger item ${pk}`, parsed.error).message, '');
  }
  const { pk, finding, unpublished } = parsed.data;
  return { ...readRecord(findingIdOf(pk), finding), ...(unpublished === true ? { unpublished } : {}) };
}

function fenceIn(id: string, item: Readonly<Record<string, unknown>>): number {
  const parsed = z.object({ fence: z.number() }).safeParse(item);
  if (parsed.success) return parsed.data.fence;
  throw badInput(`ledger item ${id}`, parsed.error);
}

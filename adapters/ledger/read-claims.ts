import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { chunks } from '../../core/lists/chunks';
import { pooled } from '../../core/lists/pooled';
import { documents, type DynamoClients } from './documents';
import { expiry, keys } from './table';

/** When something was read. Times are ISO 8601, from before the first request of a read. */
export interface ReadTimes {
  /** When the last complete read began. */
  readonly seenAt?: string | undefined;
  /** When an unfinished read began, and the latest time at which it can end. */
  readonly begunAt?: string | undefined;
  readonly until?: string | undefined;
  /** When the last incomplete read began. */
  readonly failedAt?: string | undefined;
}

/**
 * Records when resources were read, by any name: a complete read that began well after an event already covers it. This
 * only saves work, so a claim that cannot be read or written counts as absent.
 */
export interface ReadClaims {
  readonly last: (names: readonly string[]) => Promise<ReadonlyMap<string, ReadTimes>>;
  /**
   * Records that reads begin, by name.
   * @param needed the earliest useful start of a read, by name
   * @returns the names claimed, without those that a read from `needed` or later covers
   */
  readonly begin: (
    needed: ReadonlyMap<string, string>,
    startedAt: string,
    until: string,
  ) => Promise<ReadonlySet<string>>;
  /** Records that the reads that began at `startedAt` have ended, and whether they were complete. */
  readonly end: (
    ended: { readonly complete: readonly string[]; readonly failed: readonly string[] },
    startedAt: string,
  ) => Promise<void>;
}

/** The limits of one call to DynamoDB. */
const maxGets = 100;
const maxWrites = 25;
const concurrentWrites = 16;
/** No message arrives later than this after its event. */
const keptDays = 15;

const item = z.object({
  pk: z.string(),
  seenAt: z.string().optional(),
  begunAt: z.string().optional(),
  until: z.string().optional(),
  failedAt: z.string().optional(),
});

export function dynamoReadClaims({ dynamodb }: DynamoClients, table: string): ReadClaims {
  const library = () => import('@aws-sdk/client-dynamodb');
  const values = () => import('@aws-sdk/util-dynamodb');
  const { update } = documents({ dynamodb }, table);

  const begin = async (name: string, needed: string, startedAt: string, until: string): Promise<boolean> => {
    const begun = await update({
      Key: keys.readClaim(name),
      UpdateExpression: 'SET begunAt = :startedAt, #until = :until, expiresAt = :expiresAt',
      ConditionExpression:
        '(attribute_not_exists(seenAt) OR seenAt < :needed) AND ' +
        '(attribute_not_exists(begunAt) OR begunAt < :needed OR #until < :startedAt)',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: {
        ':needed': needed,
        ':startedAt': startedAt,
        ':until': until,
        ':expiresAt': expiry(startedAt, keptDays),
      },
    });
    return begun !== 'refused';
  };

  const write = async (requests: readonly WriteRequest[]): Promise<void> => {
    const { BatchWriteItemCommand } = await library();
    await pooled(concurrentWrites, chunks(requests, maxWrites), async (part) => {
      await (await dynamodb()).send(new BatchWriteItemCommand({ RequestItems: { [table]: [...part] } }));
    });
  };

  return {
    last: async (names) => {
      const { BatchGetItemCommand } = await library();
      const { marshall, unmarshall } = await values();
      const found = new Map<string, ReadTimes>();
      const byKey = new Map(names.map((name) => [keys.readClaim(name).pk, name]));
      await pooled(concurrentWrites, chunks([...byKey.values()], maxGets), async (part) => {
        const Keys = part.map((name) => marshall(keys.readClaim(name)));
        const { Responses } = await (
          await dynamodb()
        ).send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }));
        for (const one of Responses?.[table] ?? []) {
          const parsed = item.safeParse(unmarshall(one));
          const name = byKey.get(parsed.data?.pk ?? '');
          if (parsed.success && name !== undefined) found.set(name, parsed.data);
        }
      });
      return found;
    },
    begin: async (needed, startedAt, until) => {
      const begun = new Set<string>();
      await pooled(concurrentWrites, [...needed], async ([name, since]) => {
        if (await begin(name, since, startedAt, until)) begun.add(name);
      });
      return begun;
    },
    end: async ({ complete, failed }, startedAt) => {
      const { marshall } = await values();
      const put = (name: string, time: object): WriteRequest => ({
        PutRequest: {
          Item: marshall({ ...keys.readClaim(name), ...time, expiresAt: expiry(startedAt, keptDays) }),
        },
      });
      await write([
        ...complete.map((name) => put(name, { seenAt: startedAt })),
        ...failed.map((name) => put(name, { failedAt: startedAt })),
      ]);
    },
  };
}

import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { pooled } from '../../core/engine/pooled';
import { documents, type DynamoClients } from './documents';
import { expiry, keys } from './table';

/** What is remembered of the looks at one thing. Times are ISO 8601, from before the first read. */
export interface ReadTimes {
  /** When the last complete look began. */
  readonly seenAt?: string | undefined;
  /** When a look began that is not over, and until when it can last. */
  readonly begunAt?: string | undefined;
  readonly until?: string | undefined;
  /** When the last look began that was not complete. */
  readonly failedAt?: string | undefined;
}

/**
 * When things were looked at, by any name: an event from well before a complete look tells nothing new. Only saves
 * work: what cannot be read or written is as if it had never been.
 */
export interface ReadClaims {
  readonly last: (names: readonly string[]) => Promise<ReadonlyMap<string, ReadTimes>>;
  /** Says that a look begins, by name. Those are left out that a look which began at `needed` or later covers. */
  readonly begin: (
    needed: ReadonlyMap<string, string>,
    startedAt: string,
    until: string,
  ) => Promise<ReadonlySet<string>>;
  /** A look that began at `startedAt` is over, and was complete or not. */
  readonly end: (
    ended: { readonly complete: readonly string[]; readonly failed: readonly string[] },
    startedAt: string,
  ) => Promise<void>;
}

/** What DynamoDB takes in one call. */
const maxGets = 100;
const maxWrites = 25;
const concurrentWrites = 16;
/** Messages do not come later than this after their event. */
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
      Key: keys.look(name),
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
      const byKey = new Map(names.map((name) => [keys.look(name).pk, name]));
      await pooled(concurrentWrites, chunks([...byKey.values()], maxGets), async (part) => {
        const Keys = part.map((name) => marshall(keys.look(name)));
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
          Item: marshall({ ...keys.look(name), ...time, expiresAt: expiry(startedAt, keptDays) }),
        },
      });
      await write([
        ...complete.map((name) => put(name, { seenAt: startedAt })),
        ...failed.map((name) => put(name, { failedAt: startedAt })),
      ]);
    },
  };
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

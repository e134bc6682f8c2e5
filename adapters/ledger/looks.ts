import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type ResourceRef, refKey } from '../../core/resource';
import type { DynamoClients } from './documents';
import { expiry, keys } from './table';

/**
 * When the last complete look at a resource began: an event from before it tells nothing new. Only saves work, so what
 * cannot be read or written is as if it had never been.
 */
export interface Looks {
  /** ISO times by `refKey`; of the resources that were looked at lately. */
  readonly last: (refs: readonly ResourceRef[]) => Promise<ReadonlyMap<string, string>>;
  /** To be called when the look is complete. `startedAt` is ISO 8601, from before the first read. */
  readonly remember: (refs: readonly ResourceRef[], startedAt: string) => Promise<void>;
}

/** What DynamoDB takes in one call. */
const maxGets = 100;
const maxPuts = 25;
/** Messages do not come later than this after their event. */
const keptDays = 15;

const item = z.object({ pk: z.string(), at: z.string() });

/** Remembers nothing: every event needs a look. */
export const noLooks: Looks = {
  last: () => Promise.resolve(new Map()),
  remember: () => Promise.resolve(),
};

export function dynamoLooks(clients: DynamoClients, table: string): Looks {
  const library = () => import('@aws-sdk/lib-dynamodb');
  let client: Promise<DynamoDBDocumentClient> | undefined;
  const connect = async () => (await library()).DynamoDBDocumentClient.from(await clients.dynamodb());
  const connected = () => (client ??= connect());

  return {
    last: async (refs) => {
      const { BatchGetCommand } = await library();
      const found = new Map<string, string>();
      const byKey = new Map(refs.map((ref) => [keys.look(refKey(ref)).pk, refKey(ref)]));
      for (const part of chunks([...byKey.keys()], maxGets)) {
        const Keys = part.map((pk) => ({ pk, sk: 'look' }));
        const { Responses } = await (
          await connected()
        ).send(new BatchGetCommand({ RequestItems: { [table]: { Keys } } }));
        for (const one of Responses?.[table] ?? []) {
          const parsed = item.safeParse(one);
          const key = byKey.get(parsed.data?.pk ?? '');
          if (parsed.success && key !== undefined) found.set(key, parsed.data.at);
        }
      }
      return found;
    },
    remember: async (refs, startedAt) => {
      const { BatchWriteCommand } = await library();
      for (const part of chunks([...new Set(refs.map(refKey))], maxPuts)) {
        const puts = part.map((key) => ({
          PutRequest: {
            Item: { ...keys.look(key), at: startedAt, expiresAt: expiry(startedAt, keptDays) },
          },
        }));
        await (await connected()).send(new BatchWriteCommand({ RequestItems: { [table]: puts } }));
      }
    },
  };
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

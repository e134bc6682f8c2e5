import { z } from 'zod';
import type { StoredTexts } from '../settings/stored';
import { documents, type DynamoClients } from './documents';
import { keys } from './table';

/** Settings that were valid, in the form in which they were read. */
export interface LastSettings {
  readonly texts: StoredTexts;
  /** When they were read, ISO 8601 with milliseconds. */
  readonly readAt: string;
}

/** Stores the last valid settings. They outlive the memory of the functions. */
export interface LastSettingsStore {
  /** `undefined` if there are none, or if they are damaged. */
  readonly load: () => Promise<LastSettings | undefined>;
  /** Stores them, unless settings that were read later are stored already. */
  readonly save: (last: LastSettings) => Promise<void>;
}

const text = z.object({ text: z.string(), source: z.string() });
const stored = z.object({
  readAt: z.iso.datetime(),
  central: text.optional(),
  own: text.optional(),
});

export function lastSettings(clients: DynamoClients, table: string): LastSettingsStore {
  const db = documents(clients, table);
  return {
    load: async () => {
      const parsed = stored.safeParse(await db.get(keys.settings));
      if (!parsed.success) return undefined;
      const { readAt, central, own } = parsed.data;
      return {
        readAt,
        texts: { ...(central === undefined ? {} : { central }), ...(own === undefined ? {} : { own }) },
      };
    },
    save: async ({ texts, readAt }) => {
      const given = (['central', 'own'] as const).filter((key) => texts[key] !== undefined);
      const absent = (['central', 'own'] as const).filter((key) => texts[key] === undefined);
      await db.update({
        Key: keys.settings,
        UpdateExpression: [
          `SET ${['readAt = :readAt', ...given.map((key) => `${key} = :${key}`)].join(', ')}`,
          ...(absent.length === 0 ? [] : [`REMOVE ${absent.join(', ')}`]),
        ].join(' '),
        // What was read later is closer to what applies now.
        ConditionExpression: 'attribute_not_exists(readAt) OR readAt < :readAt',
        ExpressionAttributeValues: {
          ':readAt': readAt,
          ...Object.fromEntries(given.map((key) => [`:${key}`, texts[key]])),
        },
      });
    },
  };
}

/** An item as it goes over the wire. */
type Item = Readonly<Record<string, unknown>>;

/** What is in all tables, and the way back to it. */
export interface Tables {
  /** The items of each table, ordered by their keys. */
  readonly items: () => Promise<ReadonlyMap<string, readonly Item[]>>;
  /** Returns the way back to these items; the tables themselves stay as they are. It can be gone more than once. */
  readonly save: () => Promise<() => Promise<void>>;
}

/** What BatchWriteItem takes in one call. */
const maxWrites = 25;

/**
 * @param ask makes one call to DynamoDB and returns its output
 * @param version another number after each write: what was read at the same one is not read again
 */
export function tablesIn(
  ask: (operation: string, input: object) => Promise<unknown>,
  version: () => number,
): Tables {
  const keys = new Map<string, readonly string[]>();

  const keyNames = async (TableName: string): Promise<readonly string[]> => {
    const known = keys.get(TableName);
    if (known !== undefined) return known;
    const { Table } = (await ask('DescribeTable', { TableName })) as {
      Table: { KeySchema: { AttributeName: string }[] };
    };
    const names = Table.KeySchema.map(({ AttributeName }) => AttributeName);
    keys.set(TableName, names);
    return names;
  };

  const scan = async (TableName: string): Promise<readonly Item[]> => {
    const found: Item[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const input = { TableName, ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }) };
      const page = (await ask('Scan', input)) as { Items: Item[]; LastEvaluatedKey?: unknown };
      found.push(...page.Items);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return found;
  };

  /** By their keys, each with its text to compare. */
  const read = async (table: string) => {
    const names = await keyNames(table);
    const entries = (await scan(table)).map((item) => {
      const Key = Object.fromEntries(names.map((name) => [name, item[name]]));
      return [JSON.stringify(Key), { Key, item, text: JSON.stringify(item) }] as const;
    });
    return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  };

  const readAll = async () => {
    const { TableNames } = (await ask('ListTables', {})) as { TableNames: string[] };
    const tables = await Promise.all(TableNames.map(async (name) => [name, await read(name)] as const));
    return new Map(tables);
  };

  let known: { readonly version: number; readonly tables: Awaited<ReturnType<typeof readAll>> } | undefined;
  const all = async () => {
    const now = version();
    if (known?.version !== now) known = { version: now, tables: await readAll() };
    return known.tables;
  };

  return {
    items: async () =>
      new Map([...(await all())].map(([name, items]) => [name, [...items.values()].map(({ item }) => item)])),
    save: async () => {
      const saved = await all();
      return async () => {
        const now = await all();
        for (const [table, items] of now) {
          const before = saved.get(table);
          const writes = [
            ...[...items]
              .filter(([key]) => before?.has(key) !== true)
              .map(([, { Key }]) => ({ DeleteRequest: { Key } })),
            ...[...(before ?? [])]
              .filter(([key, { text }]) => items.get(key)?.text !== text)
              .map(([, { item }]) => ({ PutRequest: { Item: item } })),
          ];
          for (let start = 0; start < writes.length; start += maxWrites)
            await ask('BatchWriteItem', {
              RequestItems: { [table]: writes.slice(start, start + maxWrites) },
            });
        }
        // What is there now is what was saved, in the tables that there are now.
        const none: Awaited<ReturnType<typeof read>> = new Map();
        const tables = new Map([...now.keys()].map((table) => [table, saved.get(table) ?? none]));
        known = { version: version(), tables };
      };
    },
  };
}

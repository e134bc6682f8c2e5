/** An item as it is sent over the network. */
type Item = Readonly<Record<string, unknown>>;

/** Access to the items of all tables. */
export interface Tables {
  /** The items of each table, ordered by their keys. */
  readonly items: () => Promise<ReadonlyMap<string, readonly Item[]>>;
  /**
   * Returns a function that restores these items. It can be called more than once, and does not create or delete
   * tables.
   */
  readonly save: () => Promise<() => Promise<void>>;
}

/** The maximum number of writes in one call of BatchWriteItem. */
const maxWrites = 25;

/**
 * @param ask makes one call to DynamoDB and returns its output
 * @param version changes with every write: while it is the same, tables are not read again
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

  /** The items by their keys, each with its JSON for comparisons. */
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
        // The existing tables now have the saved items.
        const none: Awaited<ReturnType<typeof read>> = new Map();
        const tables = new Map([...now.keys()].map((table) => [table, saved.get(table) ?? none]));
        known = { version: version(), tables };
      };
    },
  };
}

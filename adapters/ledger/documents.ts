import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient, QueryCommandInput, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';

/** The client port of the ledger. */
export interface DynamoClients {
  readonly dynamodb: () => Promise<DynamoDBClient>;
}

/** An item as DynamoDB returns it: checked before it is used. */
type Item = Readonly<Record<string, unknown>>;
interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** The few DynamoDB calls of the ledger on one table, on plain values. Reads are consistent, the index excepted. */
export interface Documents {
  readonly get: (key: Key) => Promise<Item | undefined>;
  /** The new item where ReturnValues asks for it; `refused` when the condition does not hold. */
  readonly update: (
    input: Omit<UpdateCommandInput, 'TableName' | 'Key'> & { Key: Key },
  ) => Promise<Item | 'refused'>;
  /** Adds an item; one with this key stays as it is. */
  readonly add: (item: Item) => Promise<void>;
  /** All pages. */
  readonly query: (input: Omit<QueryCommandInput, 'TableName'>) => Promise<readonly Item[]>;
}

export function documents(clients: DynamoClients, table: string): Documents {
  let client: Promise<DynamoDBDocumentClient> | undefined;
  const library = () => import('@aws-sdk/lib-dynamodb');
  const connect = async () => (await library()).DynamoDBDocumentClient.from(await clients.dynamodb());
  const connected = () => (client ??= connect());

  return {
    get: async (key) => {
      const { GetCommand } = await library();
      const { Item } = await (
        await connected()
      ).send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      return Item;
    },
    update: async (input) => {
      const { UpdateCommand } = await library();
      try {
        const { Attributes } = await (
          await connected()
        ).send(new UpdateCommand({ TableName: table, ...input }));
        return Attributes ?? {};
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return 'refused';
        throw error;
      }
    },
    add: async (item) => {
      const { PutCommand } = await library();
      try {
        await (
          await connected()
        ).send(
          new PutCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }),
        );
      } catch (error) {
        // The SDK repeats a call that timed out after it took effect.
        if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      }
    },
    query: async (input) => {
      const { paginateQuery } = await library();
      const items: Item[] = [];
      const pages = paginateQuery({ client: await connected() }, { TableName: table, ...input });
      for await (const { Items } of pages) items.push(...(Items ?? []));
      return items;
    },
  };
}

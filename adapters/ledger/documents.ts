import type { DynamoDBClient, QueryCommandInput, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';

/** The only client that the ledger needs. */
export interface DynamoClients {
  readonly dynamodb: () => Promise<DynamoDBClient>;
}

/** An item as DynamoDB returns it. It must be checked before use. */
type Item = Readonly<Record<string, unknown>>;
interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** The values for the placeholders of an expression. */
interface Values {
  readonly ExpressionAttributeValues: Readonly<Record<string, NativeAttributeValue>>;
}

type Update = Omit<UpdateItemCommandInput, 'TableName' | 'Key' | 'ExpressionAttributeValues'> & Values;
type Query = Omit<QueryCommandInput, 'TableName' | 'ExpressionAttributeValues'> & Values;

/**
 * The few DynamoDB calls of the ledger on one table, with plain values. Reads are consistent, except those of the
 * index.
 *
 * This does not use `lib-dynamodb`, whose commands build their middleware again on each call. That took a tenth of the
 * time of an invocation, and its bundle is larger.
 */
export interface Documents {
  readonly get: (key: Key) => Promise<Item | undefined>;
  /** Updates an item. @returns the new item if ReturnValues asks for it; `refused` if the condition does not hold */
  readonly update: (input: Update & { Key: Key }) => Promise<Item | 'refused'>;
  /** Adds an item; an existing item with this key stays unchanged. */
  readonly add: (item: Item) => Promise<void>;
  /** Reads all pages. */
  readonly query: (input: Query) => Promise<readonly Item[]>;
}

export function documents({ dynamodb }: DynamoClients, table: string): Documents {
  const library = () => import('@aws-sdk/client-dynamodb');
  const values = () => import('@aws-sdk/util-dynamodb');

  return {
    get: async (key) => {
      const { GetItemCommand } = await library();
      const { marshall, unmarshall } = await values();
      const { Item } = await (
        await dynamodb()
      ).send(new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }));
      return Item && unmarshall(Item);
    },
    update: async ({ Key, ExpressionAttributeValues, ...input }) => {
      const { UpdateItemCommand } = await library();
      const { marshall, unmarshall } = await values();
      const command = new UpdateItemCommand({
        TableName: table,
        Key: marshall(Key),
        ExpressionAttributeValues: marshall(ExpressionAttributeValues),
        ...input,
      });
      try {
        const { Attributes } = await (await dynamodb()).send(command);
        return Attributes === undefined ? {} : unmarshall(Attributes);
      } catch (error) {
        if (isRefusal(error)) return 'refused';
        throw error;
      }
    },
    add: async (item) => {
      const { PutItemCommand } = await library();
      const { marshall } = await values();
      const command = new PutItemCommand({
        TableName: table,
        Item: marshall(item),
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      try {
        await (await dynamodb()).send(command);
      } catch (error) {
        // The SDK may have repeated a call that timed out after it took effect.
        if (!isRefusal(error)) throw error;
      }
    },
    query: async ({ ExpressionAttributeValues, ...input }) => {
      const { paginateQuery } = await library();
      const { marshall, unmarshall } = await values();
      const items: Item[] = [];
      const pages = paginateQuery(
        { client: await dynamodb() },
        {
          TableName: table,
          ExpressionAttributeValues: marshall(ExpressionAttributeValues),
          ...input,
        },
      );
      for await (const { Items = [] } of pages) items.push(...Items.map((one) => unmarshall(one)));
      return items;
    },
  };
}

/** Whether the condition of a write did not hold. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

import type { DynamoDBClient, QueryCommandInput, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';

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

/** Values for the placeholders of an expression. */
interface Values {
  readonly ExpressionAttributeValues: Readonly<Record<string, NativeAttributeValue>>;
}

type Update = Omit<UpdateItemCommandInput, 'TableName' | 'Key' | 'ExpressionAttributeValues'> & Values;
type Query = Omit<QueryCommandInput, 'TableName' | 'ExpressionAttributeValues'> & Values;

/**
 * The few DynamoDB calls of the ledger on one table, on plain values. Reads are consistent, the index excepted.
 *
 * Not by `lib-dynamodb`: its commands make their way through the SDK anew at each call, which took a tenth of the time
 * of an invocation, and its bundle is larger.
 */
export interface Documents {
  readonly get: (key: Key) => Promise<Item | undefined>;
  /** The new item where ReturnValues asks for it; `refused` when the condition does not hold. */
  readonly update: (input: Update & { Key: Key }) => Promise<Item | 'refused'>;
  /** Adds an item; one with this key stays as it is. */
  readonly add: (item: Item) => Promise<void>;
  /** All pages. */
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
        // The SDK repeats a call that timed out after it took effect.
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

/** Whether a condition did not hold. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

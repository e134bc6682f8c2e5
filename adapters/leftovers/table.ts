import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

interface Clients {
  readonly dynamodb: () => Promise<DynamoDBClient>;
}

/** Whether the table exists and is not being deleted. */
export async function hasTable({ dynamodb }: Clients, TableName: string): Promise<boolean> {
  const { DescribeTableCommand, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  try {
    const { Table } = await (await dynamodb()).send(new DescribeTableCommand({ TableName }));
    return Table?.TableStatus !== 'DELETING';
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

/** The tables whose names match the ledger of a stack, because a stack leaves its table when it is deleted. */
export async function tablesLeft({ dynamodb }: Clients): Promise<readonly string[]> {
  const { paginateListTables } = await import('@aws-sdk/client-dynamodb');
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client: await dynamodb() }, {}))
    names.push(...TableNames.filter((name) => /palisade.*-Ledger(-|$)/i.test(name)));
  return names;
}

/** Deletes the table. It is not an error if it was deleted already. */
export async function deleteTable({ dynamodb }: Clients, TableName: string): Promise<void> {
  const { DeleteTableCommand, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  try {
    await (await dynamodb()).send(new DeleteTableCommand({ TableName }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

interface Clients {
  readonly dynamodb: () => Promise<DynamoDBClient>;
}

/** Whether the table is there, and not just being deleted. */
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

/** The tables that look like the ledger of a stack, which leaves its own when it is deleted. */
export async function tablesLeft({ dynamodb }: Clients): Promise<readonly string[]> {
  const { paginateListTables } = await import('@aws-sdk/client-dynamodb');
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client: await dynamodb() }, {}))
    names.push(...TableNames.filter((name) => /palisade.*-Ledger(-|$)/i.test(name)));
  return names;
}

/** Deletes the table; one that is gone already is no error. */
export async function deleteTable({ dynamodb }: Clients, TableName: string): Promise<void> {
  const { DeleteTableCommand, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  try {
    await (await dynamodb()).send(new DeleteTableCommand({ TableName }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

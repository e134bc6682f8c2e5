import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { ledgerTable } from '../../adapters/ledger/table';

/** A real DynamoDB protocol server in this process, with the client for it. */
export interface LocalDynamo {
  readonly clients: { readonly dynamodb: () => Promise<DynamoDBClient> };
  readonly client: DynamoDBClient;
  /** Creates an empty ledger table and returns its name. */
  readonly table: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

export async function localDynamo(): Promise<LocalDynamo> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  let tables = 0;
  return {
    client,
    clients: { dynamodb: () => Promise.resolve(client) },
    table: async () => {
      tables += 1;
      const name = `ledger-${tables}`;
      await client.send(new CreateTableCommand(ledgerTable(name)));
      return name;
    },
    stop: async () => {
      client.destroy();
      await new Promise<void>((resolve, reject) =>
        server.close((error) => {
          if (error instanceof Error) reject(error);
          else resolve();
        }),
      );
    },
  };
}

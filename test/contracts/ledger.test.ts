import { afterAll, beforeAll } from '@jest/globals';
import { dynamoLedger } from '../../adapters/ledger/dynamodb';
import { type LocalDynamo, localDynamo } from '../fakes/dynamo';
import { memoryLedger } from '../fakes/memory-ledger';
import { ledgerContract } from './ledger';

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());

ledgerContract('the ledger in memory', (now) => Promise.resolve(memoryLedger(now)));
ledgerContract('the ledger on DynamoDB', async (now) =>
  dynamoLedger({ clients: dynamo.clients, table: await dynamo.table(), now }),
);

import { type Check, diagnosed } from '../check';

/** Whether the ledger's table exists and can be used. No diagnosis before a deployment. */
export const deployedCheck: Check = ({ clients, stack, table }) => {
  if (stack === undefined) return Promise.resolve([]);
  return diagnosed('deployment', async () => {
    if (table === undefined)
      return [
        {
          id: 'ledger',
          condition: 'note',
          says: 'the ledger was not looked at',
          remedy: 'Give its table with --table NAME (output of the stack, or PALISADE_TABLE).',
        },
      ];
    const { DescribeTableCommand, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
    try {
      const { Table } = await (await clients.dynamodb()).send(new DescribeTableCommand({ TableName: table }));
      const status = Table?.TableStatus ?? 'unknown';
      return [
        status === 'ACTIVE'
          ? { id: 'ledger', condition: 'good', says: `the ledger ${table} is there` }
          : {
              id: 'ledger',
              condition: 'bad',
              says: `the ledger ${table} is ${status}`,
              remedy: 'Wait, then look again.',
            },
      ];
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      return [
        {
          id: 'ledger',
          condition: 'bad',
          says: `there is no table ${table} in this Region`,
          remedy: 'Check --table and --region; or deploy: npx serverless deploy.',
        },
      ];
    }
  });
};

import { GetItemCommand, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../core/model/ledger';
import { type LocalDynamo, localDynamo } from '../../test/fakes/dynamo';
import { type FakeClock, fakeClock } from '../../test/fakes/clock';
import { findingRecord } from '../../test/fakes/finding-record';
import { dynamoLedger } from './dynamodb';

// Only what is specific to DynamoDB. The behaviour of every ledger is tested in test/contracts/ledger.ts.
let dynamo: LocalDynamo;
let table: string;
let clock: FakeClock;
let ledger: Ledger;
let calls: string[] = [];
let losesAnswerOf: string | undefined;

beforeAll(async () => {
  dynamo = await localDynamo();
  dynamo.client.middlewareStack.add(
    (next, context) => async (args) => {
      calls.push(String(context.commandName));
      return next(args);
    },
    { step: 'initialize', name: 'count' },
  );
  // Below the SDK's retries: the request takes effect, but its response is lost.
  dynamo.client.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      if (losesAnswerOf !== context.commandName) return answer;
      losesAnswerOf = undefined;
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
    },
    { step: 'finalizeRequest', name: 'lose', priority: 'low' },
  );
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  table = await dynamo.table();
  clock = fakeClock();
  ledger = dynamoLedger({ clients: dynamo.clients, table, now: clock.now });
  calls = [];
  losesAnswerOf = undefined;
});

const record = findingRecord();
const audit = { at: record.updatedAt, event: 'ticketed', by: 'test', detail: 'x' };
const key = { pk: { S: `finding#${record.id}` }, sk: { S: 'record' } };

async function open(id = record.id) {
  const opened = await ledger.open(id, 'worker');
  if (opened === 'leased') throw new Error('leased');
  return opened.lease;
}

describe('round trips', () => {
  it('claims a finding, saves it with an audit entry and releases it in three writes and no read', async () => {
    await ledger.save(await open(), record, audit, 'release');
    expect(calls).toEqual(['UpdateItemCommand', 'PutItemCommand', 'UpdateItemCommand']);
  });

  it('lists open findings without reading those that are over', async () => {
    await ledger.save(await open(), { ...record, outcome: 'gone' }, undefined, 'release');
    const { Count } = await dynamo.client.send(
      new ScanCommand({ TableName: table, IndexName: 'open', Select: 'COUNT' }),
    );
    expect(Count).toBe(0);
  });
});

describe('lost responses', () => {
  it('recognises its own lease when the SDK repeats the request', async () => {
    losesAnswerOf = 'UpdateItemCommand';
    const opened = await ledger.open(record.id, 'worker');
    expect(opened).toMatchObject({ lease: { id: record.id, fence: 2 } });
    expect(await ledger.open(record.id, 'other')).toBe('leased');
  });

  it.each(['PutItemCommand', 'UpdateItemCommand'])(
    'writes one audit entry despite a lost %s',
    async (lost) => {
      const lease = await open();
      losesAnswerOf = lost;
      await ledger.save(lease, record, audit, 'release');
      expect(losesAnswerOf).toBeUndefined();
      expect(await ledger.audit(record.id)).toEqual([audit]);
      expect(await ledger.load(record.id)).toEqual(record);
    },
  );

  it('counts one remediation', async () => {
    losesAnswerOf = 'UpdateItemCommand';
    expect(await ledger.reserve('r', 'f', record.updatedAt, 1)).toBe(true);
  });
});

describe('time to live', () => {
  async function expiresInDays(pk: string): Promise<readonly (number | undefined)[]> {
    const { Items = [] } = await dynamo.client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
      }),
    );
    return Items.map(({ expiresAt }) =>
      expiresAt?.N === undefined
        ? undefined
        : (Number(expiresAt.N) - Date.parse(clock.now()) / 1000) / 86_400,
    );
  }

  it.each([
    ['ticketed', undefined],
    ['fixed', undefined],
    ['passing', 90],
    ['gone', 90],
  ] as const)('keeps a finding that is %s for %s days', async (outcome, days) => {
    await ledger.save(await open(), { ...record, outcome }, undefined, 'release');
    expect(await expiresInDays(`finding#${record.id}`)).toEqual([days]);
  });

  it('is removed when a finding comes back', async () => {
    await ledger.save(await open(), { ...record, outcome: 'gone' }, undefined, 'release');
    await ledger.save(await open(), record, undefined, 'release');
    expect(await expiresInDays(`finding#${record.id}`)).toEqual([undefined]);
  });

  it('keeps audit entries for 400 days and budgets for two', async () => {
    await ledger.save(await open(), record, audit);
    await ledger.reserve('r', 'f', clock.now(), 1);
    expect(await expiresInDays(`finding#${record.id}`)).toEqual([400, undefined]);
    expect(await expiresInDays('budget#r#2026-11-20T10')).toEqual([2]);
  });
});

describe('items that we did not write in this form', () => {
  const good = JSON.stringify(record);
  const cases: readonly [string, string, string][] = [
    ['cut off', good.slice(0, -1), 'is not JSON'],
    ['of another type', '[]', 'expected object'],
    ['without a field', JSON.stringify({ ...record, outcome: undefined }), 'outcome'],
    ['with an unknown outcome', JSON.stringify({ ...record, outcome: 'better' }), 'outcome'],
    [
      'with a step of another shape',
      JSON.stringify({ ...record, performed: [{}] }),
      'performed[0].fingerprint',
    ],
  ];

  const put = (item: object) =>
    dynamo.client.send(new PutItemCommand({ TableName: table, Item: { ...key, open: { S: '0' }, ...item } }));

  it.each(cases)('names a finding that is %s, and still reads the others', async (_, finding, place) => {
    const other = findingRecord({ id: 'r/111122223333/us-east-1/vpc/vpc-2' });
    await ledger.save(await open(other.id), other, undefined, 'release');
    await put({ finding: { S: finding } });
    const opened = await ledger.open(record.id, 'w');
    const listed = await ledger.list();
    const damaged = [
      await ledger.load(record.id),
      opened === 'leased' ? undefined : opened.record,
      listed.find(({ id }) => id === record.id),
    ];
    for (const one of damaged) {
      expect(one).toMatchObject({ id: record.id, rule: 'r', outcome: 'open', status: 'unknown' });
      expect(one?.resource).toMatchObject({ type: 'AWS::EC2::VPC', id: 'vpc-1' });
      expect(one?.damaged).toContain(record.id);
      expect(one?.damaged).toContain(place);
      expect(one?.damaged).toContain(finding);
    }
    expect(listed).toContainEqual(other);
  });

  it('names a finding whose JSON is not even text', async () => {
    await put({ finding: { N: '1' } });
    expect((await ledger.load(record.id))?.damaged).toContain(`ledger item finding#${record.id}, finding`);
  });

  it('never stores that something was damaged', async () => {
    await put({ finding: { S: '{' } });
    await ledger.save(await open(), { ...record, damaged: 'it was' }, undefined, 'release');
    expect(await ledger.load(record.id)).toEqual(record);
  });
});

it('never overwrites the newer population with the older', async () => {
  clock.pass(1000);
  await ledger.setPopulation('r', 5);
  clock.pass(-1000);
  await ledger.setPopulation('r', 4);
  expect(await ledger.population('r')).toBe(5);
});

it('stores only what TTL, index and conditions need next to the record', async () => {
  await ledger.save(await open(), { ...record, unpublished: true }, undefined, 'release');
  const { Item = {} } = await dynamo.client.send(new GetItemCommand({ TableName: table, Key: key }));
  expect(Object.keys(Item).sort()).toEqual([
    'fence',
    'finding',
    'open',
    'pk',
    'sk',
    'unpublished',
    'updatedAt',
  ]);
});

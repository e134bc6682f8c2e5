import { SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TicketText } from '../../../core/model/ports';
import { finding } from '../../../test/fakes/finding';
import { type Wire, wire, type WireAnswer } from '../../../test/fakes/wire';
import { opsCenter } from './tickets';

let ssm: Wire;
let client: SSMClient;
beforeAll(async () => {
  ssm = await wire();
  client = new SSMClient(ssm.options);
});
afterAll(async () => {
  client.destroy();
  await ssm.stop();
});

const answers: Record<string, WireAnswer> = {};
beforeEach(() => {
  ssm.calls.length = 0;
  for (const name of Object.keys(answers)) Reflect.deleteProperty(answers, name);
  ssm.answer(({ operation }) => {
    const name = operation.replace('AmazonSSM.', '');
    return answers[name] ?? { body: name === 'CreateOpsItem' ? { OpsItemId: 'oi-new' } : {} };
  });
});

const tickets = () => opsCenter({ ssm: () => Promise.resolve(client) });
const operations = (): readonly string[] =>
  ssm.calls.map(({ operation }) => operation.replace('AmazonSSM.', ''));
const sent = (operation: string): unknown =>
  ssm.calls.find((call) => call.operation === `AmazonSSM.${operation}`)?.body;

const ticket = (changes: Partial<TicketText> = {}): TicketText => ({
  finding: finding(),
  title: 'title',
  body: 'body',
  digest: 'new',
  asks: false,
  ...changes,
});
const known = { channel: 'opscenter', id: 'oi-1', open: true, digest: 'old' };
const isOpen = (Status: string): WireAnswer => ({ body: { OpsItem: { OpsItemId: 'oi-1', Status } } });
const error = (type: string, more: object = {}): WireAnswer => ({
  status: 400,
  body: { __type: type, Message: type, ...more },
});

describe('raise', () => {
  it('creates an item of which OpsCenter itself allows only one', async () => {
    expect(await tickets().raise(ticket(), undefined)).toEqual({
      channel: 'opscenter',
      id: 'oi-new',
      open: true,
      digest: 'new',
    });
    expect(operations()).toEqual(['CreateOpsItem']);
    const id = 'notebook-direct-internet/111122223333/us-east-1/notebook-instance/churn';
    expect(sent('CreateOpsItem')).toEqual({
      Source: 'palisade',
      Category: 'Security',
      Title: 'title',
      Description: 'body',
      Severity: '2',
      Priority: 2,
      OperationalData: {
        '/aws/resources': {
          Type: 'SearchableString',
          Value: '[{"arn":"arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn"}]',
        },
        '/aws/dedup': { Type: 'SearchableString', Value: `{"dedupString":"palisade/${id}"}` },
        'palisade/finding': { Type: 'SearchableString', Value: id },
        'palisade/rule': { Type: 'SearchableString', Value: 'notebook-direct-internet' },
        'palisade/text': { Type: 'String', Value: 'body' },
      },
    });
  });

  it.each([
    ['critical', 1],
    ['high', 2],
    ['medium', 3],
    ['low', 4],
  ] as const)('gives a %s finding priority %d', async (severity, priority) => {
    await tickets().raise(ticket({ finding: finding({ severity }) }), undefined);
    expect(sent('CreateOpsItem')).toMatchObject({ Severity: String(priority), Priority: priority });
  });

  it('cuts the description at a line end and stores the full text next to it', async () => {
    const body = Array.from({ length: 300 }, (_, n) => `line ${n}`).join('\n');
    await tickets().raise(ticket({ title: 'long '.repeat(400), body }), undefined);
    const { Title, Description, OperationalData } = sent('CreateOpsItem') as {
      Title: string;
      Description: string;
      OperationalData: Record<string, { Value: string }>;
    };
    expect(Title.length).toBeLessThanOrEqual(1024);
    expect(Description.length).toBeLessThanOrEqual(2048);
    expect(Description).toMatch(/line \d+\n… the full text is in the operational data, palisade\/text$/);
    expect(OperationalData['palisade/text']?.Value).toBe(body);
  });

  it('keeps even the full text below 20 KB', async () => {
    await tickets().raise(ticket({ body: 'ä'.repeat(30_000) }), undefined);
    const { OperationalData } = sent('CreateOpsItem') as {
      OperationalData: Record<string, { Value: string }>;
    };
    expect(Buffer.byteLength(OperationalData['palisade/text']?.Value ?? '')).toBeLessThanOrEqual(20_000);
  });

  it('updates the item that exists already, for example after a lost response', async () => {
    answers['CreateOpsItem'] = error('OpsItemAlreadyExistsException', { OpsItemId: 'oi-first' });
    expect(await tickets().raise(ticket(), undefined)).toMatchObject({
      id: 'oi-first',
      open: true,
      digest: 'new',
    });
    expect(operations()).toEqual(['CreateOpsItem', 'UpdateOpsItem']);
    expect(sent('UpdateOpsItem')).toMatchObject({ OpsItemId: 'oi-first', Description: 'body' });
    expect(sent('UpdateOpsItem')).not.toHaveProperty(['OperationalData', '/aws/dedup']);
  });

  it.each(['Open', 'InProgress'])(
    'updates the known item that is %s when the ticket has changed',
    async (status) => {
      answers['GetOpsItem'] = isOpen(status);
      expect(await tickets().raise(ticket(), known)).toEqual({ ...known, digest: 'new' });
      expect(operations()).toEqual(['GetOpsItem', 'UpdateOpsItem']);
      expect(sent('UpdateOpsItem')).not.toHaveProperty('Status');
    },
  );

  it('leaves the known item alone when the ticket has not changed', async () => {
    answers['GetOpsItem'] = isOpen('Open');
    expect(await tickets().raise(ticket({ digest: 'old' }), known)).toEqual(known);
    expect(operations()).toEqual(['GetOpsItem']);
  });

  it.each(['old', 'new'])('reopens an item that was resolved by hand, digest %s', async (digest) => {
    answers['GetOpsItem'] = isOpen('Resolved');
    expect(await tickets().raise(ticket({ digest }), known)).toEqual({ ...known, digest });
    expect(sent('UpdateOpsItem')).toMatchObject({ OpsItemId: 'oi-1', Status: 'Open', Description: 'body' });
  });

  it('creates a new item when the known one was deleted', async () => {
    answers['GetOpsItem'] = error('OpsItemNotFoundException');
    expect(await tickets().raise(ticket(), known)).toMatchObject({ id: 'oi-new' });
    expect(operations()).toEqual(['GetOpsItem', 'CreateOpsItem']);
  });

  it('creates a new item for a new episode: the closed one stays closed', async () => {
    expect(await tickets().raise(ticket(), { ...known, open: false })).toMatchObject({
      id: 'oi-new',
      open: true,
    });
    expect(operations()).toEqual(['CreateOpsItem']);
  });

  it.each(['OpsItemInvalidParameterException', 'ThrottlingException'])(
    'rethrows %s unchanged',
    async (type) => {
      answers['CreateOpsItem'] = error(type);
      await expect(tickets().raise(ticket(), undefined)).rejects.toMatchObject({ name: type });
    },
  );

  it.each([
    ['OpsItemLimitExceededException', 'hit a quota'],
    ['AccessDeniedException', 'allow ssm:CreateOpsItem on *'],
  ])('asks once if OpsCenter accepts no new item until somebody acts: %s', async (type, says) => {
    answers['CreateOpsItem'] = error(type);
    answers['GetOpsItem'] = isOpen('Open');
    const one = tickets();
    const off = { name: 'ChannelOffError', channel: 'OpsCenter', message: expect.stringContaining(says) };
    await expect(one.raise(ticket(), undefined)).rejects.toMatchObject(off);
    await expect(one.raise(ticket(), undefined)).rejects.toMatchObject(off);
    expect(operations()).toEqual(['CreateOpsItem']);
    // Existing items are updated as before.
    expect(await one.raise(ticket(), known)).toMatchObject({ id: known.id });
  });

  it('names no resource if its ARN is not known', async () => {
    const resource = { type: 'AWS::EC2::VPC', id: 'vpc-1', arn: '', region: 'us-east-1' } as const;
    await tickets().raise(ticket({ finding: finding({ resource }) }), undefined);
    expect(sent('CreateOpsItem')).not.toHaveProperty(['OperationalData', '/aws/resources']);
  });
});

describe('close', () => {
  it('resolves it with a closing comment', async () => {
    expect(await tickets().close(known, 'fixed: verified')).toEqual({ ...known, open: false });
    expect(sent('UpdateOpsItem')).toEqual({
      OpsItemId: 'oi-1',
      Status: 'Resolved',
      OperationalData: { 'palisade/resolution': { Type: 'String', Value: 'fixed: verified' } },
    });
  });

  it('succeeds if it was deleted', async () => {
    answers['UpdateOpsItem'] = error('OpsItemNotFoundException');
    expect(await tickets().close(known, 'gone')).toEqual({ ...known, open: false });
  });

  it('rethrows other errors', async () => {
    answers['UpdateOpsItem'] = error('OpsItemConflictException');
    await expect(tickets().close(known, 'x')).rejects.toMatchObject({ name: 'OpsItemConflictException' });
  });
});

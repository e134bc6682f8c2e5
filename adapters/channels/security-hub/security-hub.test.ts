import { type AwsSecurityFinding, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../core/model/finding';
import type { FindingRecord } from '../../../core/model/ledger';
import { NotTakenError, type Published } from '../../../core/model/ports';
import { finding, ruleMeta } from '../../../test/fakes/finding';
import { findingRecord } from '../../../test/fakes/finding-record';
import { type Wire, wire, type WireCall } from '../../../test/fakes/wire';
import { securityHub } from './security-hub';

const place = { account: '111122223333', region: 'us-east-1' };
let hub: Wire;
let client: SecurityHubClient;
let pauses: number[];

beforeAll(async () => {
  hub = await wire();
  client = new SecurityHubClient(hub.options);
});
afterAll(async () => {
  client.destroy();
  await hub.stop();
});
beforeEach(() => {
  hub.calls.length = 0;
  hub.answer(() => ({ body: {} }));
  pauses = [];
});

const channel = () =>
  securityHub({
    clients: { securityhub: () => Promise.resolve(client) },
    place,
    metaOf: (id) => ruleMeta({ id }),
    pause: (ms) => Promise.resolve(pauses.push(ms)),
  });

function item(changes: Partial<Finding> = {}, record: Partial<FindingRecord> = {}): Published {
  const one = finding(changes);
  return {
    finding: one,
    record: findingRecord({
      id: one.id,
      rule: one.rule,
      resource: one.resource,
      status: one.status,
      ...record,
    }),
  };
}
const numbered = (count: number, changes: Partial<Finding> = {}): readonly Published[] =>
  Array.from({ length: count }, (_, n) => item({ id: `f/${n}`, ...changes }));

function imports(): readonly (readonly AwsSecurityFinding[])[] {
  return hub.calls
    .filter(({ operation }) => operation === 'POST /findings/import')
    .map(({ body }) => (body as { Findings: AwsSecurityFinding[] }).Findings);
}
interface Update {
  FindingIdentifiers: { Id: string; ProductArn: string }[];
  Workflow: { Status: string };
}
const updateIn = ({ body }: WireCall): Update => body as Update;
const updates = (): readonly Update[] =>
  hub.calls.filter(({ operation }) => operation === 'PATCH /findings/batchupdate').map(updateIn);

describe('batches', () => {
  it.each([
    [1, [1]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('imports %d findings as %j', async (count, sizes) => {
    await channel().publish(numbered(count));
    expect(imports().map((batch) => batch.length)).toEqual(sizes);
    expect(
      imports()
        .flat()
        .map(({ Id }) => Id),
    ).toEqual(numbered(count).map(({ finding: { id } }) => `palisade/${id}`));
  });

  it('keeps a batch below 6 MB', async () => {
    const evidence = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`key${n}`, 'ü'.repeat(1024)]));
    await channel().publish(numbered(90, { evidence }));
    expect(imports().length).toBeGreaterThan(1);
    expect(imports().flat()).toHaveLength(90);
    for (const batch of imports()) expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThan(6_000_000);
  });

  it('makes no call without findings', async () => {
    await channel().publish([]);
    expect(hub.calls).toEqual([]);
  });
});

describe('workflow', () => {
  const open = { channel: 'opscenter', id: 'oi-1', open: true, digest: '' };
  const exemption = { rule: 'r', resource: '*', until: '2027-01-01T00:00:00Z', owner: 'ml', reason: 'test' };
  it.each<[string, Published, string]>([
    ['fails without a ticket', item(), 'NEW'],
    ['fails with an open ticket', item({}, { ticket: open }), 'NOTIFIED'],
    ['fails with a closed ticket', item({}, { ticket: { ...open, open: false } }), 'NEW'],
    ['is exempt', item({ status: 'exempt', exemption }, { outcome: 'exempt', ticket: open }), 'SUPPRESSED'],
    [
      'is fixed',
      item({ status: 'pass' }, { outcome: 'fixed', ticket: { ...open, open: false } }),
      'RESOLVED',
    ],
    ['is gone', item({ status: 'not-applicable' }, { outcome: 'gone' }), 'RESOLVED'],
    ['is unknown', item({ status: 'unknown' }, { outcome: 'unknown' }), 'NEW'],
  ])('of a finding that %s', async (_, published, status) => {
    await channel().publish([published]);
    expect(updates()).toEqual([
      {
        FindingIdentifiers: [
          {
            Id: `palisade/${published.finding.id}`,
            ProductArn: 'arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default',
          },
        ],
        Workflow: { Status: status },
      },
    ]);
  });

  it('makes one call per status', async () => {
    await channel().publish([...numbered(3), item({ id: 'g' }, { ticket: open })]);
    expect(
      updates().map(({ FindingIdentifiers, Workflow }) => [Workflow.Status, FindingIdentifiers.length]),
    ).toEqual([
      ['NEW', 3],
      ['NOTIFIED', 1],
    ]);
  });

  const unprocessed = (ids: readonly string[], code: string) => ({
    body: {
      ProcessedFindings: [],
      UnprocessedFindings: ids.map((Id) => ({
        FindingIdentifier: { Id, ProductArn: 'p' },
        ErrorCode: code,
        ErrorMessage: 'x',
      })),
    },
  });

  it.each(['ConcurrentUpdateError', 'FindingNotFound'])(
    'repeats only the updates that failed with %s',
    async (code) => {
      let times = 0;
      hub.answer(({ operation }) => {
        if (operation !== 'PATCH /findings/batchupdate') return { body: {} };
        times += 1;
        return times === 1 ? unprocessed(['palisade/f/1'], code) : { body: {} };
      });
      await channel().publish(numbered(3));
      expect(updates().map(({ FindingIdentifiers }) => FindingIdentifiers.map(({ Id }) => Id))).toEqual([
        ['palisade/f/0', 'palisade/f/1', 'palisade/f/2'],
        ['palisade/f/1'],
      ]);
      expect(pauses).toEqual([1000]);
    },
  );

  it('stops retrying after three calls, because the finding itself was imported', async () => {
    hub.answer(({ operation, body }) =>
      operation === 'PATCH /findings/batchupdate'
        ? unprocessed(
            updateIn({ operation, body }).FindingIdentifiers.map(({ Id }) => Id),
            'ConcurrentUpdateError',
          )
        : { body: {} },
    );
    await channel().publish(numbered(1));
    expect(updates()).toHaveLength(3);
  });

  it('names a finding whose status is refused', async () => {
    hub.answer(({ operation }) =>
      operation === 'PATCH /findings/batchupdate'
        ? unprocessed(['palisade/f/1'], 'InvalidInput')
        : { body: {} },
    );
    await expect(channel().publish(numbered(3))).rejects.toMatchObject({
      name: 'NotTakenError',
      reasons: new Map([['f/1', 'its workflow was not updated']]),
    });
  });
});

describe('failures', () => {
  it('names the findings that were refused, and continues with the others', async () => {
    hub.answer(({ operation }) =>
      operation === 'POST /findings/import'
        ? {
            body: {
              FailedCount: 1,
              SuccessCount: 149,
              FailedFindings: [{ Id: 'palisade/f/7', ErrorCode: 'InvalidInput', ErrorMessage: 'bad' }],
            },
          }
        : { body: {} },
    );
    const error: unknown = await channel()
      .publish(numbered(150))
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotTakenError);
    expect(String(error)).toBe('NotTakenError: Security Hub did not take f/7 (InvalidInput: bad)');
    expect(imports()).toHaveLength(2);
    expect(updates().flatMap(({ FindingIdentifiers }) => FindingIdentifiers)).toHaveLength(149);
  });

  it('reports that Security Hub is not enabled', async () => {
    hub.answer(() => ({
      status: 401,
      body: { __type: 'InvalidAccessException', Code: 'InvalidAccessException', Message: 'not subscribed' },
    }));
    await expect(channel().publish(numbered(1))).rejects.toMatchObject({
      name: 'ChannelOffError',
      isAbsent: true,
      message: 'Security Hub is not enabled in account 111122223333, us-east-1',
    });
  });

  it('reports a missing permission as a channel that is off, because retrying does not help', async () => {
    hub.answer(() => ({ status: 400, body: { __type: 'AccessDeniedException', Message: 'no' } }));
    await expect(channel().publish(numbered(1))).rejects.toMatchObject({
      name: 'ChannelOffError',
      channel: 'Security Hub',
      isAbsent: false,
    });
  });

  it('rethrows other errors unchanged', async () => {
    hub.answer(() => ({ status: 400, body: { __type: 'LimitExceededException', Message: 'no' } }));
    await expect(channel().publish(numbered(1))).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});

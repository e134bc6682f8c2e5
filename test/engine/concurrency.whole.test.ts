import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoLedger } from '../../adapters/ledger/dynamodb';
import { approve, exempt, pass, undo } from '../../core/engine';
import type { Ledger } from '../../core/model/ledger';
import type { Ports } from '../../core/model/ports';
import { type LocalDynamo, localDynamo } from '../fakes/dynamo';
import { fakeFindingId, resourceOf } from '../fakes/fake-rule';
import { fakeNotebook } from '../fakes/world';
import {
  type Harness,
  harness,
  inMode,
  type HarnessOptions,
  trigger,
} from '../../core/engine/testing/harness';
import { minute } from '../../core/engine/time';
import { nonEmpty } from '../non-empty';

// Several workers on one table of a real DynamoDB protocol server. Each has its own client, so that a shared client
// cannot serialize their calls by accident.

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.stop());

interface Workers extends Harness {
  readonly table: Ledger;
  readonly worker: (n: number, settings?: object) => Ports;
}

async function workers(options: HarnessOptions = {}): Promise<Workers> {
  const h = harness(options);
  const name = await dynamo.table();
  const ledger = (): Ledger => dynamoLedger({ clients: dynamo.clients, table: name, now: h.clock.now });
  const worker = (n: number): Ports => ({ ...h.ports, ledger: ledger(), holder: `worker ${n}` });
  return { ...h, table: ledger(), worker };
}

const id = fakeFindingId('nb');
const passes = (h: Workers, count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => pass(h.worker(n), trigger, [resourceOf('nb')])));

describe('concurrent workers', () => {
  it('act once, with one audit trail', async () => {
    const h = await workers();
    const reports = await passes(h, 8);
    expect(nonEmpty(reports).flatMap(({ errors }) => errors)).toEqual([]);
    expect(h.world.changes).toEqual(['fake:SetAccess nb']);
    expect((await h.table.audit(id)).map(({ event }) => event)).toEqual(['intent', 'performed', 'fixed']);
    expect(await h.table.load(id)).toMatchObject({ outcome: 'fixed', episodes: 1 });
  });

  it('open one ticket', async () => {
    const h = await workers({ settings: inMode('ticket') });
    await passes(h, 8);
    expect(h.tickets.all.size).toBe(1);
    expect((await h.table.audit(id)).map(({ event }) => event)).toEqual(['ticketed']);
  });

  it('of which one approves, one undoes and others run passes do each step at most once', async () => {
    const h = await workers({ settings: inMode('approve') });
    await passes(h, 1);
    await Promise.all([
      approve(h.worker(1), id, 'ann'),
      ...Array.from({ length: 4 }, (_, n) => pass(h.worker(10 + n), trigger, [resourceOf('nb')])),
    ]);
    await passes(h, 4);
    expect(h.world.changes).toEqual(['fake:SetAccess nb']);
    const undone = await Promise.all([undo(h.worker(1), id, 'ann'), undo(h.worker(2), id, 'bob')]);
    expect(undone.filter(({ status }) => status === 'done')).toHaveLength(1);
    expect(h.world.changes).toHaveLength(2);
  });

  it('stay within the limit together', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `nb-${n}`);
    const settings = { ...inMode('remediate'), limits: { actionsPerHour: 5, sharePercent: 100 } };
    const h = await workers({ settings, notebooks: names.map((name) => fakeNotebook(name)) });
    await Promise.all(names.map((name, n) => pass(h.worker(n), trigger, [resourceOf(name)])));
    expect(h.world.changes).toHaveLength(5);
  });

  it('cannot write after their lease has expired, but the audit trail keeps what they did', async () => {
    const h = await workers();
    const slow = h.worker(1);
    let isOvertaken = false;
    const report = await pass(
      {
        ...slow,
        ledger: {
          ...slow.ledger,
          save: async (lease, record, entry, then) => {
            if (entry?.event === 'performed' && !isOvertaken) {
              isOvertaken = true;
              h.clock.pass(6 * minute);
              await passes(h, 2);
            }
            await slow.ledger.save(lease, record, entry, then);
          },
        },
      },
      trigger,
      [resourceOf('nb')],
    );
    expect(report).toEqual({ handled: [], errors: [] });
    expect(h.world.changes).toEqual(['fake:SetAccess nb']);
    expect(await h.table.load(id)).toMatchObject({ outcome: 'fixed' });
    expect((await h.table.audit(id)).map(({ event }) => event)).toContain('performed');
  });

  it('does nothing about a finding that a person exempted after the pass has read the ledger', async () => {
    const h = await workers({ settings: inMode('approve') });
    await passes(h, 1);
    const remembered = await h.table.load(id);
    h.clock.pass(minute);
    const acting = { ...h.worker(9), settings: h.withSettings(inMode('remediate')).settings };
    await exempt(acting, id, 'ann', 'a demo');
    const ledger = { ...acting.ledger, load: () => Promise.resolve(remembered) };
    await pass({ ...acting, ledger }, trigger, [resourceOf('nb')]);
    expect(h.world.changes).toEqual([]);
    expect(await h.table.load(id)).toMatchObject({ outcome: 'exempt' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { approve, dryRunAction, dryRunPass, previewUndo } from '.';
import type { Ports } from '../model/ports';
import { fakeFindingId, resourceOf, ruleId, stopSetStart, stopThenAsk } from '../../test/fakes/fake-rule';
import { fakeNotebook } from '../../test/fakes/world';
import { nonEmpty } from '../../test/non-empty';
import { type Harness, harness, inMode, type HarnessOptions } from './testing/harness';
import { day } from './time';

const id = fakeFindingId('nb');
const dryRun = (h: Harness) => dryRunPass(h.ports, [resourceOf('nb')]);

/** Everything that a dry run must leave as it is. */
const traces = async (h: Harness) => ({
  changes: h.world.changes.length,
  tickets: h.tickets.all.size,
  published: h.channel.taken.length,
  followUps: h.followUps.length,
  audit: await h.ledger.audit(id),
  record: await h.ledger.load(id),
});

describe('what a pass would do at an hourly limit', () => {
  const names = ['a', 'b', 'c'];
  const cases: readonly (readonly [string, object, readonly string[], readonly string[]])[] = [
    [
      'none begun: as many as the limit',
      { actionsPerHour: 2, sharePercent: 100 },
      [],
      ['act', 'act', 'ticket'],
    ],
    ['one begun: one less', { actionsPerHour: 2, sharePercent: 100 }, ['z'], ['act', 'ticket', 'ticket']],
    [
      'one of them begun: it goes on',
      { actionsPerHour: 2, sharePercent: 100 },
      ['c'],
      ['act', 'ticket', 'act'],
    ],
    [
      'all begun by others: none',
      { actionsPerHour: 1, sharePercent: 100 },
      ['z'],
      ['ticket', 'ticket', 'ticket'],
    ],
    ['a share of four subjects', { sharePercent: 50 }, [], ['act', 'act', 'ticket']],
  ];
  it.each(cases)('%s', async (_, limits, begun, expected) => {
    const settings = { ...inMode('remediate'), limits };
    const h = harness({ settings, notebooks: names.map((name) => fakeNotebook(name)) });
    await h.ledger.setPopulation(ruleId, 4);
    for (const name of begun) await h.ledger.reserve(ruleId, fakeFindingId(name), h.clock.now(), 10);
    const scope = names.map(resourceOf);
    const results = await dryRunPass(h.ports, scope);
    expect(results.map(({ would }) => would)).toEqual(expected);
    const ticketed = results.filter(({ would }) => would === 'ticket');
    for (const { because, steps, until } of nonEmpty(ticketed)) {
      expect(because).toMatch(/^the limit of \d remediations of this rule an hour is reached/);
      expect({ steps, until }).toEqual({ steps: [], until: '2026-11-20T11:00:00.000Z' });
    }
    // The pass does what was predicted, and the dry run has reserved nothing.
    await h.run(scope);
    const outcomes = await Promise.all(names.map(async (name) => (await h.record(name)).outcome));
    expect(outcomes.filter((outcome) => outcome === 'fixed')).toHaveLength(
      expected.filter((would) => would === 'act').length,
    );
  });

  it('does not apply to what a person approved', async () => {
    const limits = { actionsPerHour: 1, sharePercent: 100 };
    const h = harness({ settings: { ...inMode('approve'), limits } });
    await h.run();
    await approve(h.ports, id, 'ann');
    await h.ledger.reserve(ruleId, fakeFindingId('z'), h.clock.now(), 1);
    expect(await dryRun(h)).toMatchObject([{ would: 'act' }]);
  });
});

describe('what a pass would do', () => {
  it.each<[string, HarnessOptions, string, readonly string[]]>([
    ['observe', { settings: inMode('observe') }, 'report', []],
    ['ticket', { settings: inMode('ticket') }, 'ticket', []],
    ['approve', { settings: inMode('approve') }, 'ask', ['fake:SetAccess']],
    ['remediate', {}, 'act', ['fake:SetAccess']],
    ['remediate, as far as no approval is needed', { behaviour: stopThenAsk }, 'act', ['fake:SetStatus']],
    ['remediate, with grace', { settings: inMode('remediate', { grace: '4h' }) }, 'wait', ['fake:SetAccess']],
    ['a setting for dry runs', { settings: inMode('remediate', { dryRun: true }) }, 'report', []],
    [
      'a switch in the settings',
      { settings: { ...inMode('remediate'), limits: { actionsPerHour: 0 } } },
      'ticket',
      [],
    ],
    [
      'an exemption',
      {
        settings: {
          ...inMode('remediate'),
          exemptions: [{ rule: ruleId, resource: '*', until: '2027-01-01', owner: 'o', reason: 'r' }],
        },
      },
      'report',
      [],
    ],
    [
      'nothing wrong',
      { notebooks: [fakeNotebook('nb', { DirectInternetAccess: 'Disabled' })] },
      'nothing',
      [],
    ],
  ])('in mode %s is reported, and nothing is done', async (_, options, would, calls) => {
    const h = harness(options);
    const before = await traces(h);
    const [one] = await dryRun(h);
    expect(one).toMatchObject({ finding: id, would });
    expect(one?.steps.map(({ call }) => call)).toEqual(calls);
    expect(await traces(h)).toEqual(before);
    // The real pass does the same.
    await h.run();
    expect(h.world.changes.length > 0).toBe(would === 'act');
    if (options.behaviour === undefined)
      expect(h.tickets.all.size > 0).toBe(['ticket', 'ask', 'wait'].includes(would));
  });

  it('takes approvals and finished findings into account', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    await approve(h.ports, id, 'ann');
    expect(await dryRun(h)).toMatchObject([{ would: 'act', because: 'act: approved by ann' }]);
    h.world.notebooks.set('nb', fakeNotebook('nb', { DirectInternetAccess: 'Disabled' }));
    expect(await dryRun(h)).toMatchObject([{ would: 'close' }]);
  });

  it('is only a ticket while the switch is off', async () => {
    const h = harness();
    h.switch.off = 'off';
    expect(await dryRun(h)).toMatchObject([{ would: 'ticket', because: 'off', steps: [] }]);
  });
});

describe('what a request would do', () => {
  it('undo: its inverse steps, or the reason for refusing', async () => {
    const h = harness();
    await h.run();
    const before = await traces(h);
    expect(await dryRunAction(h.ports, 'undo', id)).toMatchObject({
      would: 'undo',
      steps: [{ call: 'fake:SetAccess', input: { name: 'nb', to: 'Enabled' } }],
    });
    h.world.notebooks.set(
      'nb',
      fakeNotebook('nb', { DirectInternetAccess: 'Disabled', RootAccess: 'Enabled' }),
    );
    expect(await dryRunAction(h.ports, 'undo', id)).toMatchObject({
      would: 'nothing',
      because: expect.stringContaining('has changed since'),
    });
    expect(await traces(h)).toEqual(before);
  });

  it('approve: the steps that were shown; exempt: the end of the exemption', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    const before = await traces(h);
    expect(await dryRunAction(h.ports, 'remediate', id)).toMatchObject({
      would: 'approve',
      steps: [{ call: 'fake:SetAccess', input: { name: 'nb', to: 'Disabled' } }],
    });
    expect(await dryRunAction(h.ports, 'exempt', id)).toMatchObject({
      would: 'exempt',
      until: new Date(Date.parse(h.clock.now()) + 30 * day).toISOString(),
    });
    expect(await dryRunAction(h.ports, 'undo', 'no/such')).toMatchObject({ would: 'nothing' });
    expect(await traces(h)).toEqual(before);
  });
});

/** Ports on which everything that would change something outside throws, leases included. */
function readOnly(ports: Ports): Ports {
  const refuse = (what: string) => (): Promise<never> => {
    throw new Error(`a dry run must not ${what}`);
  };
  const { ledger, tickets } = ports;
  return {
    ...ports,
    perform: refuse('perform a step'),
    followUp: refuse('ask for a follow-up'),
    pause: refuse('wait'),
    channels: [{ publish: refuse('publish') }],
    tickets: { ...tickets, raise: refuse('raise a ticket'), close: refuse('close a ticket') },
    ledger: {
      ...ledger,
      open: refuse('take a lease'),
      save: refuse('write a record'),
      release: refuse('end a lease'),
      published: refuse('remember what was published'),
      audit: refuse('read the audit trail, which no function is permitted to do'),
      reserve: refuse('count a budget'),
      setPopulation: refuse('count subjects'),
    },
    tell: () => {
      throw new Error('a dry run must not report events');
    },
  };
}

describe('a dry run over ports that refuse every write', () => {
  it.each<[string, HarnessOptions, string]>([
    ['a report', { settings: inMode('observe') }, 'report'],
    ['a ticket', { settings: inMode('ticket') }, 'ticket'],
    ['a question', { settings: inMode('approve') }, 'ask'],
    ['steps', { behaviour: stopSetStart }, 'act'],
    ['a grace', { settings: inMode('remediate', { grace: '4h' }) }, 'wait'],
  ])('predicts %s', async (_, options, would) => {
    const h = harness(options);
    for (const scope of [[resourceOf('nb')], 'account' as const])
      expect(await dryRunPass(readOnly(h.ports), scope)).toMatchObject([{ would }]);
  });

  it('says when approvals could not be read', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    h.tickets.down = new Error('OpsCenter does not answer');
    expect(await dryRunPass(readOnly(h.ports), [resourceOf('nb')])).toMatchObject([
      { would: 'nothing', because: expect.stringContaining('could not be read (OpsCenter does not answer)') },
    ]);
  });

  it('predicts that a ticket is closed, also when the resource was deleted', async () => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    h.world.notebooks.set('nb', fakeNotebook('nb', { DirectInternetAccess: 'Disabled' }));
    expect(await dryRunPass(readOnly(h.ports), 'account')).toMatchObject([{ would: 'close' }]);
    h.world.notebooks.delete('nb');
    expect(await dryRunPass(readOnly(h.ports), 'account')).toMatchObject([{ would: 'close' }]);
  });

  it('predicts what is done about a record that cannot be read', async () => {
    const h = harness();
    await h.run();
    h.world.notebooks.set('nb', fakeNotebook('nb'));
    const damaged = { ...(await h.record()), damaged: 'its fields could not be read' };
    const ledger = { ...h.ledger, load: () => Promise.resolve(damaged) };
    expect(await dryRunPass(readOnly({ ...h.ports, ledger }), [resourceOf('nb')])).toMatchObject([
      { would: 'ticket', because: expect.stringContaining('could not be read') },
    ]);
  });

  it('predicts every step of a plan in order, and reads AWS once', async () => {
    const h = harness({ behaviour: stopSetStart });
    let reads = 0;
    const gather: Ports['gather'] = (request) => {
      reads += 1;
      return h.ports.gather(request);
    };
    const [one] = await dryRunPass(readOnly({ ...h.ports, gather }), [resourceOf('nb')]);
    expect(one?.steps.map(({ call, input }) => [call, input])).toEqual([
      ['fake:SetStatus', { name: 'nb', to: 'Stopping' }],
      ['fake:SetAccess', { name: 'nb', to: 'Disabled' }],
      ['fake:SetStatus', { name: 'nb', to: 'InService' }],
    ]);
    expect(reads).toBe(1);
  });

  it('takes an approval in the ticket into account', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    const [ticket] = h.tickets.all.values();
    if (ticket === undefined) throw new Error('no ticket');
    h.tickets.all.set(ticket.id, { ...ticket, approvedBy: 'ann' });
    expect(await dryRunPass(readOnly(h.ports), [resourceOf('nb')])).toMatchObject([
      { would: 'act', because: 'act: approved by ann', steps: [{ call: 'fake:SetAccess' }] },
    ]);
  });

  it('predicts the result of requests', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    expect(await dryRunAction(readOnly(h.ports), 'remediate', id)).toMatchObject({ would: 'approve' });
    expect(await dryRunAction(readOnly(h.ports), 'exempt', id)).toMatchObject({ would: 'exempt' });
    await approve(h.ports, id, 'ann');
    await h.run();
    expect(await dryRunAction(readOnly(h.ports), 'undo', id)).toMatchObject({ would: 'undo' });
    expect(await previewUndo(readOnly(h.ports), id)).toMatchObject({ status: 'ready' });
  });

  it('fails like the pass if something cannot be read', async () => {
    const h = harness();
    const ledger = { ...h.ledger, load: () => Promise.reject(new Error('no table')) };
    await expect(dryRunPass({ ...h.ports, ledger }, [resourceOf('nb')])).rejects.toThrow('no table');
  });
});

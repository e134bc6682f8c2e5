import { describe, expect, it } from '@jest/globals';
import { approve, foreseeAction, foreseePass } from '../../core/engine';
import { idOf, resourceOf, ruleId, stopThenAsk } from '../fakes/fake-rule';
import { notebook } from '../fakes/world';
import { day, type Harness, harness, inMode, type Options } from './harness';

const id = idOf('nb');
const foresee = (h: Harness) => foreseePass(h.ports, [resourceOf('nb')]);

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
    const h = harness({ settings, notebooks: names.map((name) => notebook(name)) });
    await h.ledger.setPopulation(ruleId, 4);
    for (const name of begun) await h.ledger.reserve(ruleId, idOf(name), h.clock.now(), 10);
    const scope = names.map(resourceOf);
    const foreseen = await foreseePass(h.ports, scope);
    expect(foreseen.map(({ would }) => would)).toEqual(expected);
    for (const { would, because, steps, until } of foreseen)
      if (would === 'ticket') {
        expect(because).toMatch(/^the limit of \d remediations of this rule an hour is reached/);
        expect({ steps, until }).toEqual({ steps: [], until: '2026-11-20T11:00:00.000Z' });
      }
    // A pass does as it was foreseen, and the dry run has counted nothing.
    await h.run(scope);
    const outcomes = await Promise.all(names.map(async (name) => (await h.record(name)).outcome));
    expect(outcomes.filter((outcome) => outcome === 'fixed')).toHaveLength(
      expected.filter((would) => would === 'act').length,
    );
  });

  it('does not hold what a person approved', async () => {
    const limits = { actionsPerHour: 1, sharePercent: 100 };
    const h = harness({ settings: { ...inMode('approve'), limits } });
    await h.run();
    await approve(h.ports, id, 'ann');
    await h.ledger.reserve(ruleId, idOf('z'), h.clock.now(), 1);
    expect(await foresee(h)).toMatchObject([{ would: 'act' }]);
  });
});

describe('what a pass would do', () => {
  it.each<[string, Options, string, readonly string[]]>([
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
    ['nothing wrong', { notebooks: [notebook('nb', { DirectInternetAccess: 'Disabled' })] }, 'nothing', []],
  ])('in mode %s is told, and nothing is done', async (_, options, would, calls) => {
    const h = harness(options);
    const before = await traces(h);
    const [one] = await foresee(h);
    expect(one).toMatchObject({ finding: id, would });
    expect(one?.steps.map(({ call }) => call)).toEqual(calls);
    expect(await traces(h)).toEqual(before);
    // And so it comes to pass.
    await h.run();
    expect(h.world.changes.length > 0).toBe(would === 'act');
    if (options.behaviour === undefined)
      expect(h.tickets.all.size > 0).toBe(['ticket', 'ask', 'wait'].includes(would));
  });

  it('knows what was approved, and what is over', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    await approve(h.ports, id, 'ann');
    expect(await foresee(h)).toMatchObject([{ would: 'act', because: 'act: approved by ann' }]);
    h.world.notebooks.set('nb', notebook('nb', { DirectInternetAccess: 'Disabled' }));
    expect(await foresee(h)).toMatchObject([{ would: 'close' }]);
  });

  it('is nothing where the switch is off', async () => {
    const h = harness();
    h.switch.off = 'off';
    expect(await foresee(h)).toMatchObject([{ would: 'ticket', because: 'off', steps: [] }]);
  });
});

describe('what a request would do', () => {
  it('undo: its inverse steps, or why not', async () => {
    const h = harness();
    await h.run();
    const before = await traces(h);
    expect(await foreseeAction(h.ports, 'undo', id)).toMatchObject({
      would: 'undo',
      steps: [{ call: 'fake:SetAccess', input: { name: 'nb', to: 'Enabled' } }],
    });
    h.world.notebooks.set('nb', notebook('nb', { DirectInternetAccess: 'Disabled', RootAccess: 'Enabled' }));
    expect(await foreseeAction(h.ports, 'undo', id)).toMatchObject({
      would: 'nothing',
      because: expect.stringContaining('has changed since'),
    });
    expect(await traces(h)).toEqual(before);
  });

  it('approve: the steps that were shown; exempt: until when', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    const before = await traces(h);
    expect(await foreseeAction(h.ports, 'remediate', id)).toMatchObject({
      would: 'approve',
      steps: [{ call: 'fake:SetAccess', input: { name: 'nb', to: 'Disabled' } }],
    });
    expect(await foreseeAction(h.ports, 'exempt', id)).toMatchObject({
      would: 'exempt',
      until: new Date(Date.parse(h.clock.now()) + 30 * day).toISOString(),
    });
    expect(await foreseeAction(h.ports, 'undo', 'no/such')).toMatchObject({ would: 'nothing' });
    expect(await traces(h)).toEqual(before);
  });
});

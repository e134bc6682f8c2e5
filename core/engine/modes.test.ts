import { describe, expect, it } from '@jest/globals';
import { approve, exempt, undo } from '.';
import { fakeFindingId, person, resourceOf, ruleId, stopThenAsk } from '../../test/fakes/fake-rule';
import { fakeNotebook } from '../../test/fakes/world';
import { harness, inMode } from './testing/harness';
import { day, hour, minute } from './time';

const id = fakeFindingId('nb');
const isOff = { DirectInternetAccess: 'Disabled' };

describe('modes', () => {
  it.each([
    ['observe', 'observed', 0, []],
    ['ticket', 'ticketed', 1, []],
    ['approve', 'awaiting-approval', 1, []],
    ['remediate', 'fixed', 0, ['fake:SetAccess nb']],
  ] as const)('%s ends as %s', async (mode, outcome, tickets, changes) => {
    const h = harness({ settings: inMode(mode) });
    const report = await h.run();
    expect(report.errors).toEqual([]);
    expect((await h.record()).outcome).toBe(outcome);
    expect(h.tickets.all.size).toBe(tickets);
    expect(h.world.changes).toEqual(changes);
    expect(h.channel.latest().get(id)?.record.outcome).toBe(outcome);
  });

  it('is the default of the rule unless the settings say otherwise', async () => {
    const h = harness({ settings: {} });
    await h.run();
    expect(await h.record()).toMatchObject({
      outcome: 'ticketed',
      because: "ticket is this rule's default mode",
    });
  });

  it('changes with the settings, for findings that are known already', async () => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    await h.run(undefined, h.withSettings(inMode('remediate')));
    expect((await h.record()).outcome).toBe('fixed');
    expect([...h.tickets.all.values()]).toMatchObject([{ lastWord: 'fixed: verified by reading it again' }]);
  });

  it('stores nothing about a subject that passes and never failed', async () => {
    const h = harness({ notebooks: [fakeNotebook('nb', isOff)] });
    expect((await h.run()).handled).toMatchObject([{ kind: 'unchanged', record: undefined }]);
    expect(await h.ledger.load(id)).toBeUndefined();
    expect(h.channel.taken).toEqual([]);
  });
});

describe('grace', () => {
  const settings = inMode('remediate', { grace: '4h' });

  it('notifies first and acts later', async () => {
    const h = harness({ settings });
    await h.run();
    expect((await h.record()).outcome).toBe('grace');
    expect(h.tickets.all.size).toBe(1);
    expect(h.followUps).toMatchObject([{ afterMs: 4 * hour }]);
    h.clock.pass(4 * hour - 1);
    await h.run();
    expect((await h.record()).outcome).toBe('grace');
    expect(h.world.changes).toEqual([]);
    h.clock.pass(1);
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
    expect([...h.tickets.all.values()]).toMatchObject([{ lastWord: 'fixed: verified by reading it again' }]);
  });

  it('notifies people once, however many passes run meanwhile', async () => {
    const h = harness({ settings });
    for (let n = 0; n < 10; n += 1) {
      await h.run();
      h.clock.pass(15 * minute);
    }
    expect([...h.tickets.all.values()].map(({ texts }) => texts.length)).toEqual([1]);
    expect(h.channel.taken).toHaveLength(1);
  });

  it('begins again when the drift returns', async () => {
    const h = harness({ settings });
    await h.run();
    h.world.notebooks.set('nb', fakeNotebook('nb', isOff));
    h.clock.pass(hour);
    await h.run();
    expect((await h.record()).outcome).toBe('passing');
    h.world.notebooks.set('nb', fakeNotebook('nb'));
    h.clock.pass(3 * hour);
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'grace', episodes: 2, failingSince: h.clock.now() });
  });
});

describe('exemptions', () => {
  const exemption = {
    rule: ruleId,
    resource: 'n*',
    until: '2026-11-25',
    owner: 'ml-platform',
    reason: 'public data',
  };

  it('in the settings prevent any change, and are shown with reason and owner', async () => {
    const h = harness({ settings: { ...inMode('remediate'), exemptions: [exemption] } });
    await h.run();
    expect(h.world.changes).toEqual([]);
    expect(h.tickets.all.size).toBe(0);
    expect(await h.record()).toMatchObject({ outcome: 'exempt', status: 'exempt' });
    expect(h.channel.latest().get(id)?.finding.exemption).toMatchObject({
      owner: 'ml-platform',
      reason: 'public data',
    });
  });

  it('expire at the end of their last day', async () => {
    const h = harness({ settings: { ...inMode('remediate'), exemptions: [exemption] } });
    await h.run();
    h.clock.pass(Date.parse('2026-11-25T23:59:59.000Z') - Date.parse(h.clock.now()));
    await h.run();
    expect((await h.record()).outcome).toBe('exempt');
    h.clock.pass(1000);
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'fixed', episodes: 1 });
  });

  it('of other rules and resources do not exempt', async () => {
    const h = harness({
      settings: { ...inMode('remediate'), exemptions: [{ ...exemption, resource: 'x*' }] },
    });
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
  });

  it('granted by a person close the ticket, last 30 days and then reopen the finding', async () => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    expect(await exempt(h.ports, id, 'ann', 'it is public')).toMatchObject({ status: 'done' });
    await h.run();
    expect((await h.record()).outcome).toBe('exempt');
    expect([...h.tickets.all.values()][0]?.lastWord).toContain('by ann: it is public');
    h.clock.pass(30 * day + 1);
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'ticketed', episodes: 2 });
    expect(h.tickets.all.size).toBe(2);
  });

  it('cannot be granted to a finding that does not exist', async () => {
    const h = harness();
    expect(await exempt(h.ports, 'no/such', 'ann', 'x')).toEqual({
      status: 'refused',
      because: 'there is no finding no/such',
    });
  });
});

describe('approval', () => {
  it('performs exactly what was shown', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    expect(await approve(h.ports, id, 'ann')).toMatchObject({ status: 'done' });
    await h.run();
    const record = await h.record();
    expect(record.outcome).toBe('fixed');
    expect(record.approval).toBeUndefined();
    expect(await h.trail()).toEqual([
      'awaiting-approval: approve is the mode set for this rule',
      'approved: fake:SetAccess {"name":"nb","to":"Disabled"}',
      'intent: fake:SetAccess: it is on',
      'performed: fake:SetAccess',
      'fixed: verified by reading it again',
    ]);
  });

  it('is asked for again when the plan has changed, and the old one stays invalid', async () => {
    const h = harness({ settings: inMode('approve'), behaviour: stopThenAsk });
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
    await h.run();
    await approve(h.ports, id, 'ann');
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'InService' }));
    await h.run();
    expect(h.world.changes).toEqual([]);
    expect(await h.record()).toMatchObject({
      outcome: 'awaiting-approval',
      because: 'the plan has changed since it was approved, so it needs approval',
    });
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
    await h.run();
    expect(h.world.changes).toEqual([]);
  });

  it('lasts through a wait between two approved steps', async () => {
    const h = harness({ settings: inMode('approve'), behaviour: stopThenAsk });
    await h.run();
    await approve(h.ports, id, 'ann');
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'acting', because: 'it is Stopping' });
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
    expect(h.world.changes).toEqual(['fake:SetStatus nb', 'fake:SetAccess nb']);
  });

  it('is not limited by budgets', async () => {
    const h = harness({ settings: { ...inMode('approve'), limits: { actionsPerHour: 1, sharePercent: 0 } } });
    await h.ports.ledger.reserve('fake-rule', 'another/finding', h.ports.now(), 1);
    await h.run();
    await approve(h.ports, id, 'ann');
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
  });

  it('does not act while all actions are switched off, and undo does not either', async () => {
    const h = harness({
      settings: { ...inMode('approve'), limits: { actionsPerHour: 0, sharePercent: 100 } },
    });
    await h.run();
    await approve(h.ports, id, 'ann');
    await h.run();
    expect(await h.record()).toMatchObject({
      outcome: 'ticketed',
      because: expect.stringContaining('switched off'),
      performed: [],
    });
    expect(await undo(h.ports, id, 'ann')).toMatchObject({
      status: 'refused',
      because: expect.stringContaining('switched off'),
    });
  });

  it('does not act in mode observe, whatever was approved before', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    await approve(h.ports, id, 'ann');
    await h.run(undefined, h.withSettings(inMode('observe')));
    expect(await h.record()).toMatchObject({ outcome: 'observed', performed: [] });
  });

  it('ends when the approved steps have failed: they are not tried forever', async () => {
    const h = harness({ settings: inMode('approve') });
    h.world.fault = () => ({ kind: 'invalid' });
    await h.run();
    await approve(h.ports, id, 'ann');
    await h.run();
    const record = await h.record();
    expect(record.outcome).toBe('failed');
    expect(record.approval).toBeUndefined();
    expect((await h.run()).handled).toMatchObject([{ kind: 'unchanged' }]);
  });

  it.each([
    ['of a finding that does not exist', 'no/such', 'there is no finding no/such'],
    ['if no plan was shown', id, `there is no plan to approve for ${id}: it belongs to somebody else`],
  ])('is refused %s', async (_, of, because) => {
    const h = harness({ settings: inMode('approve'), behaviour: person });
    await h.run();
    expect(await approve(h.ports, of, 'ann')).toEqual({ status: 'refused', because });
  });

  it('is refused while somebody else handles the finding', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    await h.ledger.open(id, 'somebody');
    expect(await approve(h.ports, id, 'ann')).toMatchObject({ status: 'refused' });
  });
});

describe('plans for a person', () => {
  it.each(['ticket', 'approve', 'remediate'])('end with a ticket in mode %s', async (mode) => {
    const h = harness({ settings: inMode(mode), behaviour: person });
    await h.run();
    expect((await h.record()).outcome).toBe('ticketed');
    expect([...h.tickets.all.values()][0]?.texts[0]?.body).toContain('the exact policy');
  });
});

describe('contained', () => {
  it('stops, waits, and asks for the rest', async () => {
    const h = harness({ behaviour: stopThenAsk });
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'acting', because: 'it is Stopping' });
    expect(h.followUps).toEqual([
      { ref: { type: resourceOf('nb').type, id: 'nb' }, afterMs: minute, because: 'it is Stopping' },
    ]);
    expect(h.tickets.all.size).toBe(0);
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'contained', status: 'fail' });
    expect(h.tickets.all.size).toBe(1);
    expect(h.channel.latest().get(id)?.finding.contained).toBe('it is stopped');
  });

  it('stops it again when somebody starts it, without a new grace', async () => {
    const h = harness({ behaviour: stopThenAsk, settings: inMode('remediate', { grace: '1h' }) });
    await h.run();
    h.clock.pass(hour);
    await h.run();
    const stopped = fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' });
    h.world.notebooks.set('nb', stopped);
    await h.run();
    h.world.notebooks.set('nb', fakeNotebook('nb'));
    await h.run();
    expect(h.world.changes).toEqual(['fake:SetStatus nb', 'fake:SetStatus nb']);
  });
});

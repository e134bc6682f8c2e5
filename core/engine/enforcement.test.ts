import { describe, expect, it } from '@jest/globals';
import { approve, exempt, review, undo } from '.';
import type { Ports } from '../model/ports';
import type { Rule } from '../model/rule';
import {
  fakeRule,
  fakeFindingId,
  oneStep,
  ruleId,
  setAccess,
  stopStep,
  stopThenAsk,
} from '../../test/fakes/fake-rule';
import { fakeNotebook } from '../../test/fakes/world';
import { type Harness, harness, inMode, type HarnessOptions } from './testing/harness';
import { day, hour, minute } from './time';

const id = fakeFindingId('nb');
const acted = ['fake:SetAccess nb'];

describe('modes by resource', () => {
  const resources = [
    { match: 'prod-*', mode: 'approve' },
    { match: '*-sandbox', mode: 'observe' },
    { match: 'slow-*', grace: '4h' },
    { match: '*:notebook-instance/by-arn', mode: 'ticket' },
    { match: 'prod-1', mode: 'remediate' },
  ];

  it.each([
    ['prod-1', 'awaiting-approval', 'approve is the mode set for prod-*'],
    ['ann-sandbox', 'observed', 'observe is the mode set for *-sandbox'],
    ['prod-sandbox', 'awaiting-approval', 'approve is the mode set for prod-*'],
    ['slow-1', 'grace', 'it is remediated after a grace of 4h, at 2026-11-20T14:00:00.000Z'],
    ['by-arn', 'ticketed', 'ticket is the mode set for *:notebook-instance/by-arn'],
    ['other', 'fixed', 'verified by reading it again'],
  ])('%s ends as %s: the first match counts', async (name, outcome, because) => {
    const h = harness({ settings: inMode('remediate', { resources }), notebooks: [fakeNotebook(name)] });
    await h.run('account');
    expect(await h.record(name)).toMatchObject({ outcome, because });
  });
});

/** A harness whose rule is disruptive. */
function disruptive(options: HarnessOptions): Harness & { readonly disruptive: Ports } {
  const h = harness(options);
  const rule = fakeRule(options.behaviour ?? oneStep);
  const rules: Rule[] = [{ ...rule, meta: { ...rule.meta, disruptive: true } }];
  return { ...h, disruptive: { ...h.ports, rules } };
}

describe('maintenance windows', () => {
  // It is Friday, 10:00 UTC.
  const nights = [{ days: ['mon-fri'], from: '22:00', to: '04:00' }];
  const opening = '2026-11-20T22:00:00.000Z';

  it('delay disruptive steps until they open, and say when; the steps are then taken automatically', async () => {
    const h = disruptive({ settings: { ...inMode('remediate'), windows: nights } });
    await h.run(undefined, h.disruptive);
    expect(await h.record()).toMatchObject({
      outcome: 'grace',
      because: `it is remediated when the maintenance window opens, at ${opening}`,
      retryAt: opening,
    });
    expect(h.tickets.all.size).toBe(1);
    expect(h.followUps).toMatchObject([{ afterMs: 12 * hour }]);
    h.clock.pass(12 * hour - 1);
    await h.run(undefined, h.disruptive);
    expect(h.world.changes).toEqual([]);
    h.clock.pass(1);
    await h.run(undefined, h.disruptive);
    expect(h.world.changes).toEqual(acted);
  });

  it.each<[string, object, string]>([
    ['that is open', { windows: [{ days: ['fri'], from: '10:00', to: '11:00' }] }, 'fixed'],
    [
      'of the rule, instead of those for all',
      { rules: { [ruleId]: { mode: 'remediate', windows: [] } } },
      'fixed',
    ],
    ['that opens only after the grace', { rules: { [ruleId]: { mode: 'remediate', grace: '4h' } } }, 'grace'],
  ])('%s', async (_, settings, outcome) => {
    const h = disruptive({ settings: { ...inMode('remediate'), windows: nights, ...settings } });
    await h.run(undefined, h.disruptive);
    expect((await h.record()).outcome).toBe(outcome);
  });

  it('do not apply to steps that are not disruptive', async () => {
    const h = harness({ settings: { ...inMode('remediate'), windows: nights } });
    await h.run();
    expect(h.world.changes).toEqual(acted);
  });

  it('come after the grace', async () => {
    const h = disruptive({ settings: { ...inMode('remediate', { grace: '1d' }), windows: nights } });
    await h.run(undefined, h.disruptive);
    // The grace ends on Saturday at 10:00.
    expect((await h.record()).because).toBe(
      'it is remediated when the maintenance window opens, at 2026-11-23T22:00:00.000Z (after a grace of 1d)',
    );
  });

  it('keep an approval until they open', async () => {
    const h = disruptive({ settings: { ...inMode('approve'), windows: nights } });
    await h.run(undefined, h.disruptive);
    await approve(h.ports, id, 'ann');
    await h.run(undefined, h.disruptive);
    expect(await h.record()).toMatchObject({ outcome: 'grace', approval: { by: 'ann' } });
    expect((await h.record()).because).toContain(
      `approved by ann; it is remediated when the maintenance window`,
    );
    expect((await h.run(undefined, h.disruptive)).handled).toMatchObject([{ kind: 'unchanged' }]);
    h.clock.pass(12 * hour);
    await h.run(undefined, h.disruptive);
    expect(h.world.changes).toEqual(acted);
  });

  it('do not interrupt a remediation that has begun', async () => {
    const window = [{ days: ['fri'], from: '10:00', to: '10:30' }];
    const h = disruptive({ settings: { ...inMode('approve'), windows: window }, behaviour: stopThenAsk });
    await h.run(undefined, h.disruptive);
    await approve(h.ports, id, 'ann');
    await h.run(undefined, h.disruptive);
    h.clock.pass(hour);
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
    await h.run(undefined, h.disruptive);
    expect((await h.record()).outcome).toBe('fixed');
  });
});

describe('a dry run', () => {
  it.each([
    ['observe', 'dry run: it would only be reported (observe is the mode set for this rule)'],
    ['ticket', 'dry run: a ticket would be opened (ticket is the mode set for this rule)'],
    [
      'approve',
      'dry run: a ticket would ask for approval of fake:SetAccess (approve is the mode set for this rule)',
    ],
    ['remediate', 'dry run: it would do fake:SetAccess (remediate is the mode set for this rule)'],
  ])('in mode %s changes nothing, opens no ticket and says what would be done', async (mode, because) => {
    const h = harness({ settings: { ...inMode(mode), dryRun: true } });
    await h.run();
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'observed', because });
    expect([h.world.changes, h.tickets.all.size, h.channel.taken.length]).toEqual([[], 0, 1]);
  });

  it('of one rule leaves the others alone, and the other way round', async () => {
    const one = harness({ settings: inMode('remediate', { dryRun: true }) });
    await one.run();
    expect(one.world.changes).toEqual([]);
    const other = harness({ settings: { ...inMode('remediate', { dryRun: false }), dryRun: true } });
    await other.run();
    expect(other.world.changes).toEqual(acted);
  });

  it('takes nothing back, and says what it would do', async () => {
    const h = harness();
    await h.run();
    const dry = h.withSettings({ ...inMode('remediate'), dryRun: true });
    expect(await undo(dry, id, 'ann')).toEqual({
      status: 'refused',
      because: 'dry run: it would do fake:SetAccess',
    });
    expect(h.world.changes).toEqual(acted);
  });

  it('does not perform what was approved', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    await approve(h.ports, id, 'ann');
    await h.run(undefined, h.withSettings({ ...inMode('approve'), dryRun: true }));
    expect(h.world.changes).toEqual([]);
    expect((await h.record()).because).toBe('dry run: it would do fake:SetAccess (approved by ann)');
  });
});

describe('the switch', () => {
  it('stops all actions while detection, tickets and channels continue', async () => {
    const h = harness();
    h.switch.off = 'all actions are switched off';
    await h.run();
    expect(h.world.changes).toEqual([]);
    expect(await h.record()).toMatchObject({ outcome: 'ticketed', because: 'all actions are switched off' });
    expect(h.channel.latest().get(id)?.finding.status).toBe('fail');
    expect(h.events).toContainEqual(expect.objectContaining({ type: 'limited', limit: 'switch' }));
    h.switch.off = undefined;
    h.clock.pass(hour);
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
  });

  it('stops between two steps of one pass', async () => {
    const h = harness({
      behaviour: {
        contains: false,
        plan: (one) => ({
          kind: 'steps',
          steps:
            one.NotebookInstanceStatus === 'InService' ? [stopStep(one), setAccess(one)] : [setAccess(one)],
        }),
      },
    });
    h.world.fault = () => {
      h.switch.off = 'off';
      return undefined;
    };
    await h.run();
    expect(h.world.changes).toEqual(['fake:SetStatus nb']);
    expect(await h.record()).toMatchObject({ outcome: 'ticketed', because: 'off' });
  });

  it('stops approvals and undo too', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    await approve(h.ports, id, 'ann');
    h.switch.off = 'off';
    await h.run();
    expect(h.world.changes).toEqual([]);
    h.switch.off = undefined;
    await approve(h.ports, id, 'ann');
    await h.run();
    h.switch.off = 'off';
    expect(await undo(h.ports, id, 'ann')).toEqual({ status: 'refused', because: 'off' });
    expect(h.world.changes).toEqual(acted);
  });
});

describe('limits', () => {
  const notebooks = ['a', 'b', 'c'].map((name) => fakeNotebook(name));

  it('before a sweep has counted the subjects allow one an hour', async () => {
    const h = harness({ notebooks, settings: inMode('remediate') });
    await h.run([{ type: 'AWS::SageMaker::NotebookInstance', id: 'a' }]);
    await h.run([{ type: 'AWS::SageMaker::NotebookInstance', id: 'b' }]);
    expect(h.world.changes).toEqual(['fake:SetAccess a']);
    expect((await h.record('b')).because).toContain('the limit of 1 remediations');
    expect(h.events).toContainEqual(expect.objectContaining({ type: 'limited', limit: 'budget' }));
  });
});

describe('approval in the ticket', () => {
  const approvedBy = (h: Harness, by: string): void => {
    const [ticket] = [...h.tickets.all.values()];
    if (ticket !== undefined) h.tickets.all.set(ticket.id, { ...ticket, approvedBy: by });
  };

  it('is explained in the ticket, and allows exactly the steps shown', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    const body = [...h.tickets.all.values()][0]?.texts[0]?.body ?? '';
    expect(body).toContain('To approve exactly the plan below: set the status of this ticket to In progress');
    expect(body).toContain(`palisade approve ${id}`);
    approvedBy(h, 'ann, who set it in progress');
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
    expect(await h.ledger.audit(id)).toMatchObject([
      { event: 'awaiting-approval' },
      { event: 'approved', by: 'ann, who set it in progress' },
      { event: 'intent', decided: 'act: approved by ann, who set it in progress' },
      { event: 'performed' },
      { event: 'fixed' },
    ]);
  });

  it('is asked for again, and reset in the ticket, when the plan has changed', async () => {
    const h = harness({ settings: inMode('approve'), behaviour: stopThenAsk });
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'Stopped' }));
    await h.run();
    approvedBy(h, 'ann');
    h.world.notebooks.set('nb', fakeNotebook('nb', { NotebookInstanceStatus: 'InService' }));
    await h.run();
    expect(h.world.changes).toEqual([]);
    expect((await h.record()).because).toContain('has changed since it was approved');
    await h.run();
    expect(h.world.changes).toEqual([]);
    approvedBy(h, 'ann');
    await h.run();
    expect(h.world.changes).toEqual(['fake:SetStatus nb']);
  });

  it('is ignored if the settings say so, and in other modes', async () => {
    for (const settings of [{ ...inMode('approve'), tickets: { approvedBy: 'none' } }, inMode('ticket')]) {
      const h = harness({ settings });
      await h.run();
      approvedBy(h, 'ann');
      await h.run();
      expect(h.world.changes).toEqual([]);
      expect([...h.tickets.all.values()][0]?.texts[0]?.body).not.toContain('In progress');
    }
  });

  it('never allows steps that destroy data', async () => {
    const h = harness({
      settings: inMode('approve'),
      behaviour: {
        contains: false,
        plan: (one) => {
          const plan = oneStep.plan(one);
          return plan.kind === 'steps'
            ? { ...plan, steps: plan.steps.map((step) => ({ ...step, approval: 'data-loss' as const })) }
            : plan;
        },
      },
    });
    await h.run();
    approvedBy(h, 'ann');
    await h.run();
    expect(h.world.changes).toEqual([]);
  });

  it('is found by a sweep, which reads all approvals at once', async () => {
    const h = harness({
      settings: inMode('approve'),
      notebooks: [fakeNotebook('nb'), fakeNotebook('other')],
    });
    await h.run('account');
    expect((await review(h.ports, 'account')).toHandle).toEqual([]);
    approvedBy(h, 'ann');
    expect((await review(h.ports, 'account')).toHandle).toMatchObject([{ id: 'nb' }]);
  });

  it('that cannot be read blocks nothing else', async () => {
    const h = harness({ settings: inMode('approve') });
    await h.run();
    h.tickets.down = new Error('down');
    const report = await h.run();
    expect(report.errors).toMatchObject([{ error: { message: 'down' } }]);
    h.world.notebooks.set('nb', fakeNotebook('nb', { DirectInternetAccess: 'Disabled' }));
    await h.run();
    expect((await h.record()).outcome).toBe('passing');
  });
});

describe('what expires', () => {
  const until = '2026-11-20T16:00:00Z';
  const exemption = { rule: ruleId, resource: 'nb', until, owner: 'ml', reason: 'a demo' };

  it('an exemption: the finding is handled again as soon as it has expired', async () => {
    const h = harness({ settings: { ...inMode('remediate'), exemptions: [exemption] } });
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'exempt', retryAt: '2026-11-20T16:00:00.001Z' });
    expect(h.followUps).toMatchObject([{ afterMs: 6 * hour + 1 }]);
    h.clock.pass(6 * hour + 1);
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
  });

  it('an exemption of a month: the last sweep before its end asks for a follow-up at its end', async () => {
    const h = harness({ settings: inMode('ticket') });
    await h.run();
    await exempt(h.ports, id, 'ann', 'a demo');
    await h.run();
    expect(h.followUps).toEqual([]);
    h.clock.pass(29 * day);
    expect((await review(h.ports, 'account')).due).toEqual([]);
    h.clock.pass(23.5 * hour);
    const { due, toHandle } = await review(h.ports, 'account');
    expect(toHandle).toEqual([]);
    expect(due).toMatchObject([{ ref: { id: 'nb' }, afterMs: 30 * minute + 1 }]);
  });

  it('the pause after an undo', async () => {
    const h = harness({ settings: { ...inMode('remediate'), undo: { hold: '2h' } } });
    await h.run();
    await undo(h.ports, id, 'ann');
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'ticketed', retryAt: '2026-11-20T12:00:00.000Z' });
    h.clock.pass(2 * hour);
    await h.run();
    expect((await h.record()).outcome).toBe('fixed');
  });
});

describe('a subject that cannot be evaluated', () => {
  it('is reported immediately, and gets a ticket after a day, which is closed when it can be evaluated', async () => {
    const h = harness();
    h.world.unreadable = 'denied';
    await h.run();
    expect(await h.record()).toMatchObject({ outcome: 'unknown', unknownSince: h.clock.now() });
    expect(h.tickets.all.size).toBe(0);
    h.clock.pass(day);
    await h.run();
    expect((await h.record()).because).toBe(
      'it has not been possible to judge it since 2026-11-20T10:00:00.000Z',
    );
    expect([...h.tickets.all.values()][0]?.texts[0]?.body).toContain('denied');
    h.world.unreadable = undefined;
    h.world.notebooks.set('nb', fakeNotebook('nb', { DirectInternetAccess: 'Disabled' }));
    await h.run();
    expect((await h.record()).unknownSince).toBeUndefined();
    expect([...h.tickets.all.values()]).toMatchObject([
      { lastWord: expect.stringMatching(/^passing: Access is on/) },
    ]);
  });

  it.each([inMode('observe'), { ...inMode('ticket'), dryRun: true }])(
    'gets no ticket with %j',
    async (settings) => {
      const h = harness({ settings });
      h.world.unreadable = 'denied';
      await h.run();
      h.clock.pass(2 * day);
      await h.run();
      expect(h.tickets.all.size).toBe(0);
    },
  );
});

describe('a record that cannot be read', () => {
  it('is replaced, and its finding paused: an exemption may have been lost', async () => {
    const h = harness();
    await h.run();
    const good = await h.record();
    h.world.notebooks.set('nb', fakeNotebook('nb'));
    let isDamaged = true;
    const damaged = { ...good, outcome: 'open' as const, damaged: 'is not JSON. It was: {' };
    const ports: Ports = {
      ...h.ports,
      ledger: {
        ...h.ledger,
        load: (of) => (isDamaged ? Promise.resolve(damaged) : h.ledger.load(of)),
        open: async (of, holder) => {
          const opened = await h.ledger.open(of, holder);
          const isFirst = isDamaged;
          isDamaged = false;
          return opened === 'leased' || !isFirst ? opened : { ...opened, record: damaged };
        },
      },
    };
    await h.run(undefined, ports);
    expect(h.world.changes).toEqual(acted);
    expect(await h.record()).toMatchObject({ outcome: 'ticketed', holdUntil: '2026-11-27T10:00:00.000Z' });
    expect((await h.record()).because).toContain('(exemptions, approvals, undo) could not be read');
    expect(h.events).toContainEqual(expect.objectContaining({ type: 'damaged' }));
    expect((await h.trail()).at(-2)).toBe('repaired: is not JSON. It was: {');
  });
});

import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { approve, exempt, pass, review, undo } from '.';
import type { AuditEntry } from '../model/ledger';
import { fakeFindingId, oneStep, resourceOf, stopThenAsk } from '../../test/fakes/fake-rule';
import { fakeNotebook } from '../../test/fakes/world';
import { runs } from '../../test/runner/size';
import { harness, inMode, trigger } from './testing/harness';
import { day, hour, minute } from './time';

// The whole life of one finding under any sequence of happenings. What must never happen is checked after each of
// them; what must hold at the end is checked at the end.

const id = fakeFindingId('nb');
const modes = ['observe', 'ticket', 'approve', 'remediate'] as const;

type Happening =
  | { readonly kind: 'drift' | 'repair' | 'pass' | 'two passes' | 'sweep' | 'approve' | 'approve in ticket' }
  | {
      readonly kind: 'exempt' | 'undo' | 'switch' | 'unreadable' | 'tickets down' | 'channel down' | 'settle';
    }
  | {
      readonly kind: 'fault';
      readonly fault: 'throttled' | 'transient' | 'denied' | 'invalid';
      readonly after: boolean;
    }
  | { readonly kind: 'kill'; readonly at: number }
  | { readonly kind: 'mode'; readonly mode: (typeof modes)[number] }
  | { readonly kind: 'clock'; readonly ms: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'pass' } as const) },
  { weight: 3, arbitrary: fc.constant({ kind: 'drift' } as const) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...(
        [
          'repair',
          'two passes',
          'sweep',
          'approve',
          'approve in ticket',
          'exempt',
          'undo',
          'switch',
          'unreadable',
          'tickets down',
          'channel down',
          'settle',
        ] as const
      ).map((kind) => ({ kind })),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      fault: fc.constantFrom('throttled', 'transient', 'denied', 'invalid'),
      after: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('kill' as const), at: fc.integer({ min: 1, max: 25 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('mode' as const), mode: fc.constantFrom(...modes) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      ms: fc.constantFrom(minute, 6 * minute, hour, 9 * hour, day, 8 * day, 31 * day),
    }),
  },
);

/** The life of one finding, with everything that can happen to it and checks of what must not. */
function life(mode: (typeof modes)[number], contains: boolean) {
  const h = harness({ behaviour: contains ? stopThenAsk : oneStep, settings: inMode(mode) });
  let current: (typeof modes)[number] = mode;
  let trail: readonly AuditEntry[] = [];
  let undoing = false;
  const violations: string[] = [];

  const exempted = (): Promise<boolean> =>
    h.ledger
      .load(id)
      .then((record) => record?.exemption !== undefined && record.exemption.until >= h.clock.now());

  // Checks every change of AWS when it is made.
  let wasExempt = false;
  let mayAct = false;
  const approved = async (): Promise<boolean> =>
    (await h.ledger.load(id))?.approval !== undefined ||
    [...h.tickets.all.values()].some(({ approvedBy }) => approvedBy !== undefined);
  const change = h.world.change;
  const watched: typeof change = (call, name, changes) => {
    if (h.switch.off !== undefined) violations.push(`${call} although the switch is off`);
    if (!undoing && current === 'observe') violations.push(`${call} in mode observe`);
    if (!undoing && current !== 'remediate' && !mayAct) violations.push(`${call} without approval`);
    if (!undoing && wasExempt) violations.push(`${call} although it is exempt`);
    change(call, name, changes);
  };
  Object.assign(h.world, { change: watched });

  const ports = () => h.withSettings(inMode(current));
  const run = async (over = ports()): Promise<void> => {
    wasExempt = await exempted();
    mayAct = await approved();
    await pass({ ...over, holder: `w${trail.length}` }, trigger, [resourceOf('nb')]);
  };

  /** A pass whose process crashes at its n-th call of the ledger or of AWS. */
  async function crashed(at: number): Promise<void> {
    let calls = 0;
    const over = ports();
    await new Promise<void>((resolve) => {
      const crashing = <A extends unknown[], R>(work: (...args: A) => Promise<R>) => {
        return (...args: A): Promise<R> => {
          calls += 1;
          if (calls < at) return work(...args);
          resolve();
          return new Promise<R>(() => undefined);
        };
      };
      const { ledger } = over;
      void run({
        ...over,
        gather: crashing(over.gather),
        ledger: {
          ...ledger,
          open: crashing(ledger.open),
          save: crashing(ledger.save),
          published: crashing(ledger.published),
        },
        tickets: {
          ...over.tickets,
          raise: crashing(over.tickets.raise),
          close: crashing(over.tickets.close),
        },
        rules: over.rules.map((rule) => ({ ...rule, perform: crashing(rule.perform) })),
      }).then(resolve, resolve);
    });
  }

  async function check(what: string): Promise<void> {
    const open = [...h.tickets.all.values()].filter(({ lastWord }) => lastWord === undefined);
    if (open.length > 1) violations.push(`${open.length} tickets are open`);
    const now = await h.ledger.audit(id);
    if (JSON.stringify(now.slice(0, trail.length)) !== JSON.stringify(trail))
      violations.push('the audit trail was changed');
    trail = now;
    const record = await h.ledger.load(id);
    if (record?.status === 'pass' && record.outcome === 'ticketed' && h.switch.off === undefined && !contains)
      violations.push('a compliant subject has a ticket for a person');
    expect({ after: what, violations }).toEqual({ after: what, violations: [] });
  }

  const steps: Readonly<Record<Happening['kind'], (one: Happening) => Promise<unknown>>> = {
    drift: () => Promise.resolve(h.world.notebooks.set('nb', fakeNotebook('nb'))),
    repair: () =>
      Promise.resolve(h.world.notebooks.set('nb', fakeNotebook('nb', { DirectInternetAccess: 'Disabled' }))),
    pass: () => run(),
    'two passes': () => Promise.all([run(), run()]),
    sweep: () => review(ports(), 'account'),
    approve: () => approve(ports(), id, 'ann'),
    'approve in ticket': () => {
      for (const ticket of h.tickets.all.values())
        if (ticket.lastWord === undefined) h.tickets.all.set(ticket.id, { ...ticket, approvedBy: 'ann' });
      return Promise.resolve();
    },
    exempt: () => exempt(ports(), id, 'ann', 'a demo'),
    undo: async () => {
      undoing = true;
      await undo(ports(), id, 'ann');
      undoing = false;
    },
    switch: () => Promise.resolve((h.switch.off = h.switch.off === undefined ? 'off' : undefined)),
    unreadable: () =>
      Promise.resolve((h.world.unreadable = h.world.unreadable === undefined ? 'denied' : undefined)),
    'tickets down': () =>
      Promise.resolve((h.tickets.down = h.tickets.down === undefined ? new Error('down') : undefined)),
    'channel down': () =>
      Promise.resolve((h.channel.down = h.channel.down === undefined ? new Error('down') : undefined)),
    settle: () => {
      const one = h.world.notebooks.get('nb');
      if (one?.NotebookInstanceStatus === 'Stopping')
        h.world.notebooks.set('nb', { ...one, NotebookInstanceStatus: 'Stopped' });
      return Promise.resolve();
    },
    fault: (one) => {
      let isNext = true;
      h.world.fault = () => {
        const fault = isNext && one.kind === 'fault' ? { kind: one.fault, after: one.after } : undefined;
        isNext = false;
        return fault;
      };
      return Promise.resolve();
    },
    kill: (one) => crashed(one.kind === 'kill' ? one.at : 1),
    mode: (one) => Promise.resolve((current = one.kind === 'mode' ? one.mode : current)),
    clock: (one) => {
      h.clock.pass(one.kind === 'clock' ? one.ms : 0);
      return Promise.resolve();
    },
  };

  return {
    h,
    run,
    mode: () => current,
    happen: async (one: Happening): Promise<void> => {
      await steps[one.kind](one);
      await check(JSON.stringify(one));
    },
  };
}

it('one finding: nothing forbidden ever happens, and in the end its state is that of the resource', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...modes),
      fc.boolean(),
      fc.array(happening, { minLength: 1, maxLength: 30 }),
      async (mode, contains, happenings) => {
        const one = life(mode, contains);
        for (const next of happenings) await one.happen(next);

        // Everything works again, and somebody repairs the notebook: after a few deliveries all states agree.
        const { h } = one;
        h.switch.off = undefined;
        h.world.unreadable = undefined;
        h.tickets.down = undefined;
        h.channel.down = undefined;
        h.world.fault = () => undefined;
        // An unfinished undo is not continued, and its pause ends.
        h.clock.pass(8 * day);
        h.world.notebooks.set('nb', fakeNotebook('nb', { DirectInternetAccess: 'Disabled' }));
        for (let n = 0; n < 3; n += 1) {
          h.clock.pass(2 * hour);
          await one.run();
        }
        const record = await h.ledger.load(id);
        if (record === undefined) return;
        expect(['passing', 'fixed']).toContain(record.outcome);
        expect(record.unpublished).toBeUndefined();
        expect([...h.tickets.all.values()].filter(({ lastWord }) => lastWord === undefined)).toEqual([]);
        expect(h.channel.latest().get(id)?.record.outcome).toBe(record.outcome);
      },
    ),
    runs(300, 60),
  );
}, 60_000);

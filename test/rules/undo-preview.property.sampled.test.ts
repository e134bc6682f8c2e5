import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Send } from '../../core/model/call';
import { previewUndo, undo } from '../../core/engine';
import type { FindingRecord, PerformedStep } from '../../core/model/ledger';
import type { InverseStep } from '../../core/model/plan';
import type { Ports } from '../../core/model/ports';
import { type Rule } from '../../core/model/rule';
import { parseSettings } from '../../core/settings';
import { snapshot } from '../../core/model/snapshot';
import { rules } from '../../rules/registry';
import { fakeClock } from '../fakes/clock';
import { findingRecord } from '../fakes/finding-record';
import { memoryLedger } from '../fakes/memory-ledger';
import { fakeTickets } from '../fakes/recorders';
import { classifyFault, FaultError } from '../fakes/world';
import { caseTables } from './case-tables';
import { least, runs } from '../runner/size';
import { casePlace, snapshotOf } from './given';

// `palisade undo` shows exactly the calls that the engine then makes, with the inputs that are sent: for any record in
// the ledger, and wherever an earlier undo was interrupted.

const ids = [
  'endpoint-private-dns',
  'endpoint-subnets',
  'notebook-root-access',
  'principal-outside-access',
  'studio-vpc-only',
];

/** The steps that a rule plans in its test table. */
function plansOf(rule: Rule): readonly Pick<PerformedStep, 'call' | 'why' | 'inverse'>[] {
  return (caseTables[rule.meta.id] ?? []).flatMap((row) => {
    const settings = parseSettings(row.settings ?? {}, rules);
    return rule.judge(snapshotOf(row.given), settings).flatMap(({ verdict, plan }) => {
      const plans = verdict.status === 'fail' ? plan() : undefined;
      return plans?.kind === 'steps'
        ? plans.steps.map(({ call, why, inverse }) => ({
            call,
            why,
            ...(inverse === undefined ? {} : { inverse }),
          }))
        : [];
    });
  });
}

const chosen = rules.filter(({ meta }) => ids.includes(meta.id));
const planned = new Map(chosen.map((rule) => [rule.meta.id, plansOf(rule)]));
const plannedBy = ({ meta }: Rule) => planned.get(meta.id) ?? [];

const hour = (number: number): string => `2026-11-20T${String(number).padStart(2, '0')}:00:00.000Z`;
const failingSince = hour(6);

/** Steps of earlier episodes and of the current one, some of them twice, in every state. */
const performedOf = (rule: Rule): fc.Arbitrary<readonly PerformedStep[]> =>
  fc
    .array(
      fc.record({
        step: fc.constantFrom(...plannedBy(rule)),
        // Few different ones, so that they repeat.
        fingerprint: fc.constantFrom('a', 'b', 'c', 'd'),
        at: fc.integer({ min: 4, max: 9 }).map(hour),
        state: fc.constantFrom('intended', 'done', 'verified', 'verified', 'failed', 'undone'),
      }),
      { maxLength: 7 },
    )
    // Steps with the same fingerprint are the same step.
    .map((steps) =>
      steps
        .toSorted((a, b) => (a.at < b.at ? -1 : 1))
        .map(({ step: _, ...entry }) => {
          const first = steps.find(({ fingerprint }) => fingerprint === entry.fingerprint);
          return { call: '', why: '', ...first?.step, ...entry };
        }),
    );

interface Made {
  readonly call: string;
  readonly input: unknown;
}

/** Only records what is sent; the request with this number fails. */
function recording(made: Made[], failing: { at: number | undefined }): Send {
  return (call, input) => {
    if (made.length === failing.at) return Promise.reject(new FaultError('any', 'throttled'));
    made.push({ call, input });
    return Promise.resolve({});
  };
}

async function world(rule: Rule, record: FindingRecord) {
  const made: Made[] = [];
  const failing: { at: number | undefined } = { at: undefined };
  const clock = fakeClock();
  const ledger = memoryLedger(clock.now);
  const opened = await ledger.open(record.id, 'before');
  if (opened === 'leased') throw new Error('the finding is leased already');
  await ledger.save(opened.lease, record, undefined, 'release');
  // A read returns the resource in the state in which it was left; its verdict does not matter here.
  const as = (): Rule => ({
    ...rule,
    judge: () => [
      {
        resource: record.resource,
        verdict: { status: 'pass' },
        plan: () => ({ kind: 'person', because: '' }),
        image: () => '{}',
      },
    ],
  });
  const send = recording(made, failing);
  const ports: Ports = {
    rules: [as()],
    settings: parseSettings({}, rules),
    perform: (performed, step) => performed.perform(step, send),
    gather: () =>
      Promise.resolve(
        snapshot(
          casePlace,
          { [rule.subjectSlice]: { status: 'read', at: clock.now(), value: { items: [], unreadable: [] } } },
          clock.now(),
        ),
      ),
    ledger,
    tickets: fakeTickets(),
    channels: [],
    followUp: () => Promise.resolve(),
    stopped: () => Promise.resolve(undefined),
    classify: classifyFault,
    now: clock.now,
    pause: () => Promise.resolve(),
    holder: 'worker',
    tell: () => undefined,
  };
  return { ports, made, failing };
}

const calls = (steps: readonly InverseStep[]): readonly Made[] =>
  steps.map(({ call, input }) => ({ call, input }));

const given = fc.constantFrom(...chosen).chain((rule) =>
  fc.record({
    rule: fc.constant(rule),
    record: performedOf(rule).map((performed) =>
      findingRecord({ rule: rule.meta.id, failingSince, performed, after: '{}' }),
    ),
    interruptedAt: fc.integer({ min: 0, max: 8 }),
  }),
);

describe('the preview of an undo', () => {
  it('is tested with calls of every kind', () => {
    const kinds = chosen.flatMap((rule) =>
      plannedBy(rule).flatMap(({ inverse = [] }) => inverse.map(({ call }) => call)),
    );
    expect(new Set(kinds).size).toBeGreaterThanOrEqual(6);
  });

  it('shows exactly the calls that are then made, or the reason why there are none', async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(given, async ({ rule, record }) => {
        const { ports, made } = await world(rule, record);
        const preview = await previewUndo(ports, record.id);
        expect(made).toEqual([]);
        const shown = preview.status === 'ready' ? preview.calls : undefined;
        const result = await undo(ports, record.id, 'ann', { shown });
        expect(made).toEqual(shown === undefined ? [] : calls(shown));
        expect(result.status).toBe(shown === undefined ? 'refused' : 'done');
        if (preview.status === 'refused') expect(result).toMatchObject({ because: preview.because });
        else done += 1;
      }),
      runs(300, 100),
    );
    expect(done).toBeGreaterThan(least(50, 15));
  });

  it('of an undo that was interrupted shows exactly what is left of it', async () => {
    let interrupted = 0;
    await fc.assert(
      fc.asyncProperty(given, async ({ rule, record, interruptedAt }) => {
        const { ports, made, failing } = await world(rule, record);
        const first = await previewUndo(ports, record.id);
        if (first.status !== 'ready') return;
        failing.at = interruptedAt;
        await undo(ports, record.id, 'ann', { shown: first.calls });
        failing.at = undefined;
        const before = made.length;
        const preview = await previewUndo(ports, record.id);
        if (preview.status !== 'ready') return;
        interrupted += 1;
        // The first command, if it keeps waiting, makes no other calls than it showed.
        expect(await undo(ports, record.id, 'ann', { shown: first.calls })).toMatchObject({ status: 'done' });
        expect(made.slice(before)).toEqual(calls(preview.calls));
      }),
      runs(300, 100),
    );
    // About 40 of them; far enough below that chance does not fail it.
    expect(interrupted).toBeGreaterThan(least(10, 3));
  });

  it('is binding: steps that were performed since are not undone with it', async () => {
    let bound = 0;
    await fc.assert(
      fc.asyncProperty(given, async ({ rule, record }) => {
        const { ports, made } = await world(rule, record);
        const preview = await previewUndo(ports, record.id);
        if (preview.status !== 'ready') return;
        bound += 1;
        const [one] = plannedBy(rule).filter(({ inverse = [] }) => inverse.length > 0);
        if (one === undefined) throw new Error('the table has no step that can be undone');
        const later: PerformedStep = { ...one, fingerprint: 'later', at: hour(10), state: 'verified' };
        const opened = await ports.ledger.open(record.id, 'worker');
        if (opened === 'leased') throw new Error('the finding is leased already');
        const performed = [...record.performed, later];
        await ports.ledger.save(opened.lease, { ...record, performed }, undefined, 'release');
        expect(await undo(ports, record.id, 'ann', { shown: preview.calls })).toEqual({
          status: 'refused',
          because: 'the steps to take back have changed since they were shown; look at them again',
        });
        expect(made).toEqual([]);
      }),
      runs(100, 30),
    );
    expect(bound).toBeGreaterThan(least(20, 5));
  });
});

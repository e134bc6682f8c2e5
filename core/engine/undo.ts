import { describeFailure } from '../failure';
import { effective, type FindingRecord, type Lease, type PerformedStep } from '../ledger';
import type { Ports } from '../ports';
import type { Rule } from '../rule';
import { isDry, later } from './context';
import { whyStopped } from './limits';
import { look } from './look';
import { whyUntouchable } from './untouchable';
import type { Operated } from './operate';

/**
 * Takes back what was done in the present episode of a finding, last step first. Refuses where a step cannot be
 * taken back, or where the resource has changed since. The finding stays open, and is not remediated for a while.
 */
export async function undo<Clients>(ports: Ports<Clients>, id: string, by: string): Promise<Operated> {
  const opened = await ports.ledger.open(id, ports.holder);
  if (opened === 'held') return refused(`${id} is being handled right now; try again in a minute`);
  const { lease, record } = opened;
  try {
    const rule = ports.rules.find(({ meta }) => meta.id === record?.rule);
    if (record === undefined || rule === undefined) return refused(`there is no finding ${id}`);
    const never = (await whyStopped(ports)) ?? whyUntouchable(record.resource, ports.settings);
    if (never !== undefined) return refused(never);
    const steps = distinct(effective(record)).toReversed();
    if (steps.every(({ inverse }) => inverse?.length === 0))
      return refused(`nothing was done about ${id} that could be undone`);
    const stuck = steps.find((step) => step.inverse === undefined);
    if (stuck !== undefined) return refused(`${stuck.call} cannot be taken back`);
    const seen = await look(ports, rule, record.resource, record);
    if (seen === undefined) return refused('the resource no longer exists');
    if (record.after !== undefined && seen.judgement.image() !== record.after)
      return refused('the resource has changed since; look at it first (palisade explain shows it)');
    if (isDry(rule.meta.id, ports.settings))
      return refused(
        `dry run: it would do ${steps
          .flatMap(({ inverse }) => inverse ?? [])
          .map(({ call }) => call)
          .join(', then ')}`,
      );
    return await takeBack(ports, rule, lease, record, steps, by);
  } finally {
    await ports.ledger.release(lease);
  }
}

async function takeBack<Clients>(
  ports: Ports<Clients>,
  rule: Rule<Clients>,
  lease: Lease,
  before: FindingRecord,
  steps: readonly PerformedStep[],
  by: string,
): Promise<Operated> {
  // Held first: an event about our own inverse call must not start a remediation.
  const { after: _, approval: __, holdBecause: ___, ...kept } = before;
  const holdUntil = later(ports.now(), ports.settings.undo.hold);
  let record: FindingRecord = { ...kept, outcome: 'acting', holdUntil };
  await ports.ledger.save(lease, record, {
    at: ports.now(),
    event: 'undo',
    by,
    detail: `take back ${steps.map(({ call }) => call).join(', then ')}; left alone until ${holdUntil}`,
  });
  for (const step of steps) {
    for (const inverse of step.inverse ?? []) {
      const stopped = await whyStopped(ports);
      if (stopped !== undefined) return refused(`${stopped}; run undo again to continue`);
      try {
        await rule.perform(inverse, ports.clients);
      } catch (error) {
        const failure = ports.classify(inverse.call, error);
        // Already gone is what the inverse wanted.
        if (failure.kind !== 'gone')
          return refused(`${describeFailure(failure)}; run undo again to continue`);
      }
      ports.tell({ type: 'undone', record, call: inverse.call });
    }
    record = {
      ...record,
      performed: record.performed.map((entry) =>
        entry.fingerprint === step.fingerprint ? { ...entry, state: 'undone' } : entry,
      ),
    };
    await ports.ledger.save(lease, record, { at: ports.now(), event: 'undone', by, detail: step.call });
  }
  return { status: 'done', record };
}

/** Each step once: one that was performed again after drift is still taken back only once. */
function distinct(steps: readonly PerformedStep[]): readonly PerformedStep[] {
  return steps.filter(
    ({ fingerprint }, index) => steps.findIndex((step) => step.fingerprint === fingerprint) === index,
  );
}

const refused = (because: string): Operated => ({ status: 'refused', because });

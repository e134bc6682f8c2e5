import { describeFailure, type Failure } from '../model/failure';
import { effective, type FindingRecord, type Lease, type PerformedStep } from '../model/ledger';
import type { InverseStep } from '../model/plan';
import type { Ports } from '../model/ports';
import type { Rule } from '../model/rule';
import { whyStopped } from './limits';
import { reRead } from './refresh';
import { later } from './time';

/** The result of taking steps back: the updated record and, unless everything was taken back, the reason. */
export interface TakenBack {
  readonly record: FindingRecord;
  readonly because?: string;
  /** AWS's error, if that is the reason. */
  readonly failure?: Failure;
}

/** The steps that an undo takes back, in the order in which it does. */
export function takenBack(record: FindingRecord): readonly PerformedStep[] {
  return distinct(effective(record)).toReversed();
}

/** The calls that an undo makes, in order. Both the preview and the undo itself use this list. */
export function undoCalls(record: FindingRecord): readonly InverseStep[] {
  return takenBack(record).flatMap(({ inverse = [] }) => inverse);
}

/**
 * Performs the inverses of the performed steps, the last step first, or continues where an earlier undo was
 * interrupted. The record is saved after each step.
 * @throws LeaseLostError when another worker took over.
 */
export async function takeBack(
  ports: Ports,
  rule: Rule,
  lease: Lease,
  before: FindingRecord,
  by: string,
): Promise<TakenBack> {
  let record = await begun(ports, lease, before, by);
  const steps = takenBack(record);
  for (const [index, step] of steps.entries()) {
    for (const inverse of step.inverse ?? []) {
      const stopped = await whyStopped(ports);
      if (stopped !== undefined) return { record, because: stopped };
      try {
        await ports.perform(rule, inverse);
      } catch (error) {
        const failure = ports.classify(inverse.call, error);
        // If the resource is already gone, the inverse has nothing left to do.
        if (failure.kind !== 'gone') return { record, because: describeFailure(failure), failure };
      }
      ports.tell({ type: 'undone', record, call: inverse.call });
    }
    const { after: _, undoing, ...rest } = record;
    const isLast = index === steps.length - 1;
    record = {
      ...rest,
      ...(isLast || undoing === undefined ? {} : { undoing, ...(await imageNow(ports, rule, record)) }),
      performed: record.performed.map((entry) =>
        entry.fingerprint === step.fingerprint ? { ...entry, state: 'undone' } : entry,
      ),
    };
    await ports.ledger.save(lease, record, {
      at: ports.now(),
      event: 'undone',
      by,
      detail: undoneText(step),
    });
  }
  return { record };
}

/**
 * Pauses the finding before anything else, so that an event about our own inverse call does not start a remediation.
 */
async function begun(ports: Ports, lease: Lease, before: FindingRecord, by: string): Promise<FindingRecord> {
  const { approval: _, holdBecause: __, ...kept } = before;
  const holdUntil = later(ports.now(), ports.settings.undo.hold);
  const record: FindingRecord = {
    ...kept,
    outcome: 'acting',
    because: `taken back on request; left alone until ${holdUntil}`,
    holdUntil,
    undoing: before.undoing ?? { by, since: ports.now() },
  };
  const calls = takenBack(record).map(({ call }) => call);
  const entry = {
    at: ports.now(),
    event: 'undo',
    by,
    detail: `take back ${calls.join(', then ')}; left alone until ${holdUntil}`,
  };
  // While a notebook stops, undo is tried again and again; only the first attempt is recorded.
  await ports.ledger.save(lease, record, before.undoing === undefined ? entry : undefined);
  return record;
}

/** The image that a continued undo compares the resource with; empty if it cannot be read. */
async function imageNow(
  ports: Ports,
  rule: Rule,
  record: FindingRecord,
): Promise<Pick<FindingRecord, 'after'>> {
  const after = (await reRead(ports, rule, record.resource, record))?.judgement.image() ?? '';
  return after === '' ? {} : { after };
}

function undoneText({ call, inverse = [] }: PerformedStep): string {
  const calls = inverse.map((one) => one.call).join(', then ');
  return calls === '' ? `${call} leaves nothing to take back` : `${calls}, which takes back ${call}`;
}

/** Each step once: a step that was performed again after drift is still taken back only once. */
function distinct(steps: readonly PerformedStep[]): readonly PerformedStep[] {
  return steps.filter(
    ({ fingerprint }, index) => steps.findIndex((step) => step.fingerprint === fingerprint) === index,
  );
}

import { describeFailure } from '../failure';
import { effective, type FindingRecord, type Lease, type PerformedStep } from '../ledger';
import type { Ports } from '../ports';
import type { Rule } from '../rule';
import { isDry, later } from './context';
import { imageDigest } from './image';
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
    const because = await whyNot(ports, record);
    if (because !== undefined) return refused(because);
    const steps = takenBack(record);
    if (isDry(rule.meta.id, ports.settings)) {
      const calls = steps.flatMap(({ inverse }) => inverse ?? []).map(({ call }) => call);
      return refused(`dry run: it would do ${calls.join(', then ')}`);
    }
    return await takeBack(ports, rule, lease, record, steps, by);
  } finally {
    await ports.ledger.release(lease);
  }
}

/** The steps that an undo takes back, in its order. */
export function takenBack(record: FindingRecord): readonly PerformedStep[] {
  return distinct(effective(record)).toReversed();
}

/** Why what was done about a finding cannot be taken back now. Changes nothing. */
export async function whyNot<Clients>(
  ports: Pick<Ports<Clients>, 'rules' | 'gather' | 'settings' | 'now' | 'stopped'>,
  record: FindingRecord,
): Promise<string | undefined> {
  const rule = ports.rules.find(({ meta }) => meta.id === record.rule);
  if (rule === undefined) return `there is no rule ${record.rule}`;
  const never = (await whyStopped(ports)) ?? whyUntouchable(record.resource, ports.settings);
  if (never !== undefined) return never;
  const steps = takenBack(record);
  if (steps.every(({ inverse }) => inverse?.length === 0))
    return `nothing was done about ${record.id} that could be undone`;
  const stuck = steps.find((step) => step.inverse === undefined);
  if (stuck !== undefined) return `${stuck.call} cannot be taken back`;
  const seen = await look(ports, rule, record.resource, record);
  if (seen === undefined) return 'the resource no longer exists';
  const image = seen.judgement.image();
  if (image === '') return `the resource cannot be read now (${seen.finding.message})`;
  if (isAsLeft(record, image)) return undefined;
  const calls = steps.flatMap(({ inverse }) => inverse ?? []).map(({ call }) => call);
  return record.undoing === true
    ? `the resource has changed since the undo was interrupted; look at it first (palisade explain shows it). What is left to take it back: ${calls.join(', then ')}`
    : 'the resource has changed since; look at it first (palisade explain shows it)';
}

/** Whether a resource is as what was done last left it, so that nobody else's change is undone with it. */
function isAsLeft({ after, undoing, performed }: FindingRecord, image: string): boolean {
  if (undoing !== true) return after === undefined || image === after;
  // The call at which it was interrupted may have taken effect, or may not be seen yet.
  const ours = performed.map(({ before }) => before);
  return [after === undefined ? undefined : imageDigest(after), ...ours].includes(imageDigest(image));
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
  const { approval: _, holdBecause: __, ...kept } = before;
  const holdUntil = later(ports.now(), ports.settings.undo.hold);
  const because = `taken back on request; left alone until ${holdUntil}`;
  let record: FindingRecord = { ...kept, outcome: 'acting', because, holdUntil, undoing: true };
  await ports.ledger.save(lease, record, {
    at: ports.now(),
    event: 'undo',
    by,
    detail: `take back ${steps.map(({ call }) => call).join(', then ')}; left alone until ${holdUntil}`,
  });
  for (const [index, step] of steps.entries()) {
    for (const inverse of step.inverse ?? []) {
      const stopped = await whyStopped(ports);
      if (stopped !== undefined) return begun(stopped);
      try {
        await rule.perform(inverse, ports.clients);
      } catch (error) {
        const failure = ports.classify(inverse.call, error);
        // Already gone is what the inverse wanted.
        if (failure.kind !== 'gone') return begun(describeFailure(failure));
      }
      ports.tell({ type: 'undone', record, call: inverse.call });
    }
    const { after: ___, undoing: ____, ...rest } = record;
    const isLast = index === steps.length - 1;
    record = {
      ...rest,
      ...(isLast ? {} : { undoing: true, ...(await imageNow(ports, rule, record)) }),
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
  return { status: 'done', record };
}

/** What a continued undo compares with; not known where it cannot be read. */
async function imageNow<Clients>(
  ports: Ports<Clients>,
  rule: Rule<Clients>,
  { resource, ...record }: FindingRecord,
): Promise<Pick<FindingRecord, 'after'>> {
  const after = (await look(ports, rule, resource, record))?.judgement.image() ?? '';
  return after === '' ? {} : { after };
}

function undoneText({ call, inverse = [] }: PerformedStep): string {
  const calls = inverse.map((one) => one.call).join(', then ');
  return calls === '' ? `${call} leaves nothing to take back` : `${calls}, which takes back ${call}`;
}

/** Each step once: one that was performed again after drift is still taken back only once. */
function distinct(steps: readonly PerformedStep[]): readonly PerformedStep[] {
  return steps.filter(
    ({ fingerprint }, index) => steps.findIndex((step) => step.fingerprint === fingerprint) === index,
  );
}

const refused = (because: string): Operated => ({ status: 'refused', because });

const begun = (because: string): Operated => ({
  status: 'refused',
  because: `${because}; run undo again to continue`,
  isBegun: true,
});

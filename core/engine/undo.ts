import type { FailureKind } from '../failure';
import { effective, type FindingRecord } from '../ledger';
import type { Ports } from '../ports';
import { whyNotMeant } from './choice';
import { isDry, minute } from './context';
import { imageDigest } from './image';
import { whyStopped } from './limits';
import { look } from './look';
import { heldByAnother, type Operated } from './operate';
import { takeBack, takenBack } from './take-back';
import { whyUntouchable } from './untouchable';

/**
 * Takes back what was done in the present episode of a finding, last step first. Refuses where a step cannot be
 * taken back, where the resource has changed since, or where a step was performed only after `chosenAt`, when the person
 * asked. The finding stays open, and is not remediated for a while.
 */
export async function undo<Clients>(
  ports: Ports<Clients>,
  id: string,
  by: string,
  chosenAt?: string,
): Promise<Operated> {
  const opened = await ports.ledger.open(id, ports.holder);
  if (opened === 'held') return heldByAnother(id);
  const { lease, record } = opened;
  try {
    const rule = ports.rules.find(({ meta }) => meta.id === record?.rule);
    if (record === undefined || rule === undefined) return refused(`there is no finding ${id}`);
    const refusal = await whyNot(ports, record, chosenAt);
    if (refusal !== undefined) return refused(refusal.because);
    if (isDry(rule.meta.id, ports.settings)) {
      const steps = takenBack(record);
      const calls = steps.flatMap(({ inverse }) => inverse ?? []).map(({ call }) => call);
      return refused(`dry run: it would do ${calls.join(', then ')}`);
    }
    const taken = await takeBack(ports, rule, lease, record, by);
    if (taken.because === undefined) return { status: 'done', record: taken.record };
    // Somebody is told if nobody goes on.
    await ports.followUp(record.resource, minute, taken.because);
    const because = `${taken.because}; run undo again to continue`;
    const isPassing = taken.failure === undefined || passing.includes(taken.failure.kind);
    return { status: 'refused', because, ...(isPassing ? { isBegun: true } : {}) };
  } finally {
    await ports.ledger.release(lease);
  }
}

/** Why something is not taken back. `isChanged`: somebody has changed the resource, so it is not tried again. */
export interface Refusal {
  readonly because: string;
  readonly isChanged?: true;
}

/** Why what was done about a finding cannot be taken back now. Changes nothing. */
export async function whyNot<Clients>(
  ports: Pick<Ports<Clients>, 'rules' | 'gather' | 'settings' | 'now' | 'stopped'>,
  record: FindingRecord,
  chosenAt?: string,
): Promise<Refusal | undefined> {
  const rule = ports.rules.find(({ meta }) => meta.id === record.rule);
  if (rule === undefined) return { because: `there is no rule ${record.rule}` };
  const never = (await whyStopped(ports)) ?? whyUntouchable(record.resource, ports.settings);
  if (never !== undefined) return { because: never };
  const steps = takenBack(record);
  if (steps.every(({ inverse }) => inverse?.length === 0))
    return { because: `nothing was done about ${record.id} that could be undone` };
  const stuck = steps.find((step) => step.inverse === undefined);
  if (stuck !== undefined) return { because: `${stuck.call} cannot be taken back` };
  const notMeant = whyNotMeant(effective(record), chosenAt);
  if (notMeant !== undefined) return { because: notMeant };
  const seen = await look(ports, rule, record.resource, record);
  if (seen === undefined) return { because: 'the resource no longer exists' };
  const image = seen.judgement.image();
  if (image === '') return { because: `the resource cannot be read now (${seen.finding.message})` };
  if (isAsLeft(record, image)) return undefined;
  const calls = steps.flatMap(({ inverse }) => inverse ?? []).map(({ call }) => call);
  const because =
    record.undoing === undefined
      ? 'the resource has changed since; look at it first (palisade explain shows it)'
      : `the resource has changed since the undo was interrupted; look at it first (palisade explain shows it). What is left to take it back: ${calls.join(', then ')}`;
  return { because, isChanged: true };
}

/** Whether a resource is as what was done last left it, so that nobody else's change is undone with it. */
function isAsLeft({ after, undoing, performed }: FindingRecord, image: string): boolean {
  if (undoing === undefined) return after === undefined || image === after;
  // The call at which it was interrupted may have taken effect, or may not be seen yet.
  const ours = performed.map(({ before }) => before);
  return [after === undefined ? undefined : imageDigest(after), ...ours].includes(imageDigest(image));
}

const refused = (because: string): Operated => ({ status: 'refused', because });

/** What ends by itself. A conflict is most often a transition of AWS's own. */
const passing: readonly FailureKind[] = ['conflict', 'throttled', 'transient', 'busy'];

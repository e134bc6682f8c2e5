import type { FailureKind } from '../model/failure';
import { effective, type FindingRecord } from '../model/ledger';
import { quotedCommand } from '../text/command';
import { type InverseStep, stepFingerprint } from '../model/plan';
import type { Ports } from '../model/ports';
import { refused } from '../model/refused';
import { isDry, whyStopped, whyUntouchable } from './limits';
import { leasedByAnother, type Operated } from './operate';
import { reRead } from './refresh';
import { whyNotMeant } from './stale-requests';
import { takeBack, takenBack, undoCalls } from './take-back';
import { minute } from './time';
import { imageDigest } from './undo-image';

/** What a person asked to undo. */
export interface AskedUndo {
  /** When the person chose to undo: steps performed after that are not taken back. */
  readonly chosenAt?: string | undefined;
  /** The calls that the person was shown: no other calls are made, even if the record has changed since. */
  readonly shown?: readonly InverseStep[] | undefined;
}

/**
 * Takes back the steps of the current episode of a finding, the last one first. Refuses if a step cannot be taken
 * back, if the resource has changed since, or if the calls would differ from what the person asked for. The finding
 * stays open and is paused.
 */
export async function undo(ports: Ports, id: string, by: string, asked: AskedUndo = {}): Promise<Operated> {
  const opened = await ports.ledger.open(id, ports.holder);
  if (opened === 'leased') return leasedByAnother(id);
  const { lease, record } = opened;
  try {
    if (record === undefined) return refused(`there is no finding ${id}`);
    const refusal = await whyNotUndone(ports, record, asked.chosenAt);
    if (refusal !== undefined) return refused(refusal);
    const rule = ports.rules.find(({ meta }) => meta.id === record.rule);
    if (rule === undefined) return refused(noRule(record));
    if (asked.shown !== undefined && !isLeftOf(asked.shown, undoCalls(record)))
      return refused('the steps to take back have changed since they were shown; look at them again');
    const taken = await takeBack(ports, rule, lease, record, by);
    if (taken.because === undefined) return { status: 'done', record: taken.record };
    // The follow-up opens a ticket if nobody continues.
    await ports.followUp(record.resource, minute, taken.because);
    const because = `${taken.because}; run undo again to continue`;
    const isTransient = taken.failure === undefined || transientKinds.includes(taken.failure.kind);
    return { ...refused(because), ...(isTransient ? { isBegun: true } : {}) };
  } finally {
    await ports.ledger.release(lease);
  }
}

async function whyNotUndone(
  ports: Parameters<typeof whyNot>[0],
  record: FindingRecord,
  chosenAt: string | undefined,
): Promise<string | undefined> {
  const refusal = await whyNot(ports, record, chosenAt);
  if (refusal !== undefined) return refusal.because;
  if (!isDry(record.rule, ports.settings)) return undefined;
  return `dry run: it would do ${inWords(undoCalls(record))}`;
}

function inWords(calls: readonly InverseStep[]): string {
  return calls.map(({ call }) => call).join(', then ');
}

/** Whether these calls are the ones that were shown, or the last of them if the first ones have been made by now. */
function isLeftOf(shown: readonly InverseStep[], calls: readonly InverseStep[]): boolean {
  const end = shown.slice(Math.max(0, shown.length - calls.length)).map(stepFingerprint);
  return calls.length <= shown.length && calls.every((call, index) => stepFingerprint(call) === end[index]);
}

function noRule({ rule }: FindingRecord): string {
  return `there is no rule ${rule}`;
}

/** Why an undo is refused. `isChanged`: somebody has changed the resource, so it is not tried again. */
export interface UndoRefusal {
  readonly because: string;
  readonly isChanged?: true;
}

/** Why the steps performed for a finding cannot be taken back now. Changes nothing. */
export async function whyNot(
  ports: Pick<Ports, 'rules' | 'gather' | 'settings' | 'now' | 'stopped'>,
  record: FindingRecord,
  chosenAt?: string,
): Promise<UndoRefusal | undefined> {
  const rule = ports.rules.find(({ meta }) => meta.id === record.rule);
  if (rule === undefined) return { because: noRule(record) };
  const forbidden = (await whyStopped(ports)) ?? whyUntouchable(record.resource, ports.settings);
  if (forbidden !== undefined) return { because: forbidden };
  const steps = takenBack(record);
  if (steps.every(({ inverse }) => inverse?.length === 0))
    return { because: `nothing was done about ${record.id} that could be undone` };
  const stuck = steps.find((step) => step.inverse === undefined);
  if (stuck !== undefined) return { because: `${stuck.call} cannot be taken back` };
  const notMeant = whyNotMeant(effective(record), chosenAt);
  if (notMeant !== undefined) return { because: notMeant };
  const seen = await reRead(ports, rule, record.resource, record);
  if (seen === undefined) return { because: 'the resource no longer exists' };
  const image = seen.judgement.image();
  if (image === '') return { because: `the resource cannot be read now (${seen.finding.message})` };
  if (isAsLeft(record, image)) return undefined;
  const advice = `look at it first (${quotedCommand('explain', record.id)})`;
  const because =
    record.undoing === undefined
      ? `the resource has changed since; ${advice}`
      : `the resource has changed since the undo was interrupted; ${advice}. What is left to take it back: ${inWords(undoCalls(record))}`;
  return { because, isChanged: true };
}

/** Whether a resource is still as the last step left it, so that nobody else's change is undone with it. */
function isAsLeft({ after, undoing, performed }: FindingRecord, image: string): boolean {
  if (undoing === undefined) return after === undefined || image === after;
  // The call at which the undo was interrupted may have taken effect, or may not be visible yet.
  const earlier = performed.map(({ before }) => before);
  return [after === undefined ? undefined : imageDigest(after), ...earlier].includes(imageDigest(image));
}

/** Kinds of failure that go away by themselves. A conflict is most often a transition of AWS's own. */
const transientKinds: readonly FailureKind[] = ['conflict', 'throttled', 'transient', 'busy'];

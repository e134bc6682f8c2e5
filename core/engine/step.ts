import { clientToken } from '../model/client-token';
import { describeFailure, type Failure } from '../model/failure';
import { effective, type FindingRecord, type PerformedStep } from '../model/ledger';
import { type AnyStep, stepFingerprint } from '../model/plan';
import type { Decided } from './stages';
import { day, later } from './time';
import { imageDigest } from './undo-image';

/** The result of one step: the updated record and, if the step failed, the failure. */
interface Taken {
  readonly record: FindingRecord;
  readonly failure?: Failure;
}

/**
 * Takes one step. The intent is stored before the call, so that the next pass knows about it after a crash.
 * @throws LeaseLostError when another worker took over.
 */
export async function take(work: Decided, step: AnyStep): Promise<Taken> {
  const { ports, lease, finding, judgement, record: before } = work;
  const fingerprint = stepFingerprint(step);
  const token = tokenOf(finding.id, fingerprint, before, ports.now());
  let record = withStep(before, step, imageDigest(judgement.image()), ports.now());
  await ports.ledger.save(lease, record, {
    at: ports.now(),
    event: 'intent',
    by: work.attribution.description,
    detail: `${step.call}: ${step.why}`,
    seen: `${finding.status}: ${finding.message}`,
    decided: work.decided,
    step: fingerprint,
  });
  ports.tell({ type: 'performing', finding, step });
  const failure = await perform(work, { ...step, token });
  record = { ...record, performed: concluded(record.performed, fingerprint, failure) };
  // A call that AWS certainly refused has changed nothing.
  if (before.after !== undefined && record.performed.at(-1)?.state === 'failed')
    record = { ...record, after: before.after };
  await ports.ledger.save(lease, record, {
    at: ports.now(),
    event: failure === undefined ? 'performed' : 'step-failed',
    by: ports.holder,
    detail: failure === undefined ? step.call : describeFailure(failure),
  });
  if (failure === undefined) {
    ports.tell({ type: 'performed', finding, step });
    return { record };
  }
  ports.tell({ type: 'step-failed', finding, step, failure });
  return { record, failure };
}

/**
 * A client token that stays the same for each new try after AWS did not answer, so that the call cannot take effect
 * twice.
 */
function tokenOf(finding: string, fingerprint: string, record: FindingRecord, now: string): string {
  const open = record.performed.find(
    (entry) => entry.fingerprint === fingerprint && entry.state === 'intended',
  );
  return clientToken(`${finding} ${open?.at ?? now} ${fingerprint}`);
}

async function perform(
  { ports, rule }: Decided,
  step: AnyStep & { readonly token: string },
): Promise<Failure | undefined> {
  try {
    await ports.perform(rule, step);
    return undefined;
  } catch (error) {
    return ports.classify(step.call, error);
  }
}

function withStep(
  { after: _, undoing: __, ...record }: FindingRecord,
  step: AnyStep,
  before: string,
  at: string,
): FindingRecord {
  const entry: PerformedStep = {
    fingerprint: stepFingerprint(step),
    call: step.call,
    why: step.why,
    at,
    state: 'intended',
    ...(step.inverse === undefined ? {} : { inverse: step.inverse }),
    before,
  };
  return { ...record, outcome: 'acting', performed: [...worthKeeping(record, at), entry] };
}

/** The steps of the last day, which are counted, and the first of each kind in this episode, which undo needs. */
function worthKeeping(record: FindingRecord, now: string): readonly PerformedStep[] {
  const undoable = effective(record);
  return record.performed.filter(
    (step) =>
      now < later(step.at, day) ||
      step === undoable.find(({ fingerprint }) => fingerprint === step.fingerprint),
  );
}

/** The performed steps, with the result of the last one that has this fingerprint. */
function concluded(
  performed: readonly PerformedStep[],
  fingerprint: string,
  failure: Failure | undefined,
): readonly PerformedStep[] {
  const index = performed.findLastIndex((entry) => entry.fingerprint === fingerprint);
  return performed.map((entry, position) => {
    if (position !== index) return entry;
    if (failure === undefined) return { ...entry, state: 'done' };
    const { kind, code, message, repeated = false } = failure;
    return {
      ...entry,
      // Without an answer, or after an attempt without one, the call may have taken effect.
      state: kind === 'transient' || repeated ? 'intended' : 'failed',
      failure: { kind, code, message },
    };
  });
}

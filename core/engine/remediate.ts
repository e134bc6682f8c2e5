import { describeFailure, isRetryable, type Failure } from '../failure';
import type { Finding } from '../finding';
import type { FindingRecord, PerformedStep } from '../ledger';
import { type AnyStep, stepFingerprint } from '../plan';
import { actionsAreOff, day, hour, later, minute, type Settlement, verified, type Work } from './context';
import { look, type Look } from './look';
import { effective, owed } from './past';

/** Looks in one pass before the rest is left to a follow-up: enough for every plan, few enough for a Lambda. */
const maxLooks = 16;
/** Reads after writing may be stale for a moment: so often, and so long, is waited inside a pass. */
const settleLooks = 4;
const settleMs = 1_500;
/** After this, a change that AWS accepted but that does not show counts as not having taken. */
const consistencyMs = 2 * minute;
/** The same step so often within a day is not remediation any more but a fight: a person is asked. */
const maxRepeats = 3;
/** Calls that AWS throttled or did not answer are tried so often before a person is asked. */
const maxTries = 8;
/** AWS's own transitions take minutes. */
const maxWaitMs = 6 * hour;

/** The last state of the loop: its settlement, with the finding and record as they are by then. */
export interface Remediated {
  readonly settlement: Settlement;
  readonly finding: Finding;
  readonly record: FindingRecord;
}

/**
 * Brings one leased finding to rest: look, take the first step of the plan made from that look, look again. Because
 * every step comes from a fresh look, each step's precondition holds when it is performed, a pass that died anywhere
 * is continued by the next, and the last look is the verification.
 *
 * @throws LeaseLostError when another worker took over.
 */
export async function remediate<Clients>(work: Work<Clients>): Promise<Remediated> {
  const { ports, rule, lease } = work;
  let { record, finding } = work;
  const end = (settlement: Settlement): Remediated => ({ settlement, finding, record });
  let settled = 0;
  let isBudgeted = false;
  let refused: { fingerprint: string; failure: Failure } | undefined;

  for (let looks = 0; looks < maxLooks; looks += 1) {
    const seen = await look(ports, rule, finding.resource, record);
    if (seen === undefined) return end({ outcome: 'gone', because: 'the resource no longer exists' });
    finding = seen.finding;
    const resting = restingState(seen, record, ports.now());
    if (resting !== undefined) return end(resting);

    const rest = owed(seen.judgement, record, ports.now());
    const plan = rest ?? seen.finding.plan;
    const [step] = plan.kind === 'steps' ? plan.steps : [];
    if (step === undefined) return end(asPerson('no step is known that would fix this'));
    // What completes an allowed remediation is allowed with it.
    if (!(rest !== undefined && step.approval === 'none') && !isAllowed(step, work))
      return end(heldForApproval(seen, record));

    const fingerprint = stepFingerprint(step);
    if (refused?.fingerprint === fingerprint) {
      // What stood in the way may be too new to be seen: IAM and EC2 are eventually consistent.
      settled += 1;
      if (settled > settleLooks) return end(asFailed(describeFailure(refused.failure)));
      await ports.pause(settleMs);
      continue;
    }
    const pending = record.performed.findLast(
      (entry) => entry.fingerprint === fingerprint && entry.state === 'done',
    );
    if (pending !== undefined && ports.now() < later(pending.at, consistencyMs)) {
      settled += 1;
      if (settled > settleLooks) return end(notYetVisible(step));
      await ports.pause(settleMs);
      continue;
    }
    const before = earlier(record, fingerprint, ports.now());
    if (before.length >= maxRepeats) return end(asFlapping(step));
    const refusal = isBudgeted ? undefined : await overBudget(work, record);
    if (refusal !== undefined) return end(refusal);
    // Counted once per finding and hour: the other steps of this pass need not ask again.
    isBudgeted = true;

    record = withStep(record, step, ports.now());
    await ports.ledger.save(lease, record, {
      at: ports.now(),
      event: 'intent',
      by: work.trigger.description,
      detail: `${step.call}: ${step.why}`,
    });
    ports.tell({ type: 'performing', finding, step });
    const failure = await perform(work, step);
    record = { ...record, performed: concluded(record.performed, fingerprint, failure) };
    await ports.ledger.save(lease, record, {
      at: ports.now(),
      event: failure === undefined ? 'performed' : 'step-failed',
      by: ports.holder,
      detail: failure === undefined ? step.call : describeFailure(failure),
    });
    if (failure === undefined) {
      ports.tell({ type: 'performed', finding, step });
      settled = 0;
      continue;
    }
    ports.tell({ type: 'step-failed', finding, step, failure });
    if (failure.kind === 'denied')
      return end(asFailed(`Palisade's role needs the permission ${failure.call}. ${failure.message}`));
    if (isRetryable(failure)) return end(tryLater(failure, record));
    // Anything else may only mean that the state had changed: look again before giving up.
    refused = { fingerprint, failure };
    settled = 0;
  }
  return end({ outcome: 'acting', because: 'more steps are left', followUpMs: minute });
}

/** Where a look already says how the finding rests: passed, unknown, in transition, or for a person. */
function restingState(
  { judgement, finding }: Look,
  record: FindingRecord,
  now: string,
): Settlement | undefined {
  const { verdict } = judgement;
  if (verdict.status === 'unknown') return { outcome: 'unknown', because: finding.message };
  const rest = owed(judgement, record, now);
  if (rest === undefined && verdict.status !== 'fail') {
    const ours = effective(record).length > 0;
    return {
      outcome: ours ? 'fixed' : 'passing',
      because: ours ? 'verified by reading it again' : finding.message,
      changes: { performed: verified(record.performed), after: judgement.image() },
    };
  }
  const plan = rest ?? finding.plan;
  if (plan.kind === 'wait') return waiting(plan.because, record, now);
  if (plan.kind !== 'person') return undefined;
  // A failing subject is the person's from now on: nothing that was done so far is given back later.
  const isHandedOver = rest === undefined && judgement.finish !== undefined;
  return {
    ...asPerson(plan.because),
    ...(isHandedOver ? { changes: { performed: verified(record.performed) } } : {}),
  };
}

/** Without approval, a mode of `remediate` allows the steps that need none. An approval allows what it was shown. */
function isAllowed<Clients>(step: AnyStep, { record, finding }: Work<Clients>): boolean {
  if (record.approval?.steps.includes(stepFingerprint(step)) === true) return true;
  return step.approval === 'none' && finding.decision.mode === 'remediate';
}

function heldForApproval({ judgement }: Look, record: FindingRecord): Settlement {
  const contained = judgement.verdict.status === 'fail' ? judgement.verdict.contained : undefined;
  const changes = {
    performed: contained === undefined ? record.performed : verified(record.performed),
    after: judgement.image(),
  };
  if (contained !== undefined)
    return {
      outcome: 'contained',
      because: `${contained}; the rest of the plan needs approval`,
      ticket: true,
      changes,
    };
  return {
    outcome: 'awaiting-approval',
    because: `the plan ${record.approval === undefined ? '' : 'has changed since it was approved, so it '}needs approval`,
    ticket: true,
    changes,
  };
}

/** Budgets are counted once per finding and hour. What a person approved is not limited, but for the switch. */
async function overBudget<Clients>(
  { ports, rule, finding }: Work<Clients>,
  record: FindingRecord,
): Promise<Settlement | undefined> {
  const { actionsPerHour, sharePercent } = ports.settings.limits;
  if (actionsPerHour === 0)
    return { outcome: 'ticketed', because: actionsAreOff, ticket: true, retryMs: hour };
  if (record.approval !== undefined) return undefined;
  const population = sharePercent === 100 ? undefined : await ports.ledger.population(rule.meta.id);
  const share =
    population === undefined ? actionsPerHour : Math.max(1, Math.floor((population * sharePercent) / 100));
  const limit = Math.min(actionsPerHour, share);
  if (await ports.ledger.reserve(rule.meta.id, finding.id, ports.now(), limit)) return undefined;
  return {
    outcome: 'ticketed',
    because: `the limit of ${limit} remediations of this rule an hour is reached (${actionsPerHour} an hour, ${sharePercent}% of its subjects)`,
    ticket: true,
    retryMs: hour,
  };
}

async function perform<Clients>({ ports, rule }: Work<Clients>, step: AnyStep): Promise<Failure | undefined> {
  try {
    await rule.perform(step, ports.clients);
    return undefined;
  } catch (error) {
    return ports.classify(step.call, error);
  }
}

function withStep(record: FindingRecord, step: AnyStep, at: string): FindingRecord {
  const entry: PerformedStep = {
    fingerprint: stepFingerprint(step),
    call: step.call,
    why: step.why,
    at,
    state: 'intended',
    ...(step.inverse === undefined ? {} : { inverse: step.inverse }),
  };
  return { ...record, outcome: 'acting', performed: [...worthKeeping(record, at), entry] };
}

/** The steps of the last day, for counting, and the first of each kind in this episode, for undo. */
function worthKeeping(record: FindingRecord, now: string): readonly PerformedStep[] {
  const undoable = effective(record);
  return record.performed.filter(
    (step) =>
      now < later(step.at, day) ||
      step === undoable.find(({ fingerprint }) => fingerprint === step.fingerprint),
  );
}

/** The last begun step with this fingerprint, as it ended. */
function concluded(
  performed: readonly PerformedStep[],
  fingerprint: string,
  failure: Failure | undefined,
): readonly PerformedStep[] {
  const index = performed.findLastIndex((entry) => entry.fingerprint === fingerprint);
  return performed.map((entry, position) => {
    if (position !== index) return entry;
    if (failure === undefined) return { ...entry, state: 'done' };
    const { kind, code, message } = failure;
    return {
      ...entry,
      state: kind === 'transient' ? 'intended' : 'failed',
      failure: { kind, code, message },
    };
  });
}

/** Earlier tries of the same step within a day, those that AWS only throttled or never answered left out. */
function earlier(record: FindingRecord, fingerprint: string, now: string): readonly PerformedStep[] {
  return record.performed.filter(
    (entry) =>
      entry.fingerprint === fingerprint &&
      entry.state !== 'undone' &&
      !isPassing(entry) &&
      now < later(entry.at, day),
  );
}

function isPassing({ failure }: PerformedStep): boolean {
  return failure?.kind === 'throttled' || failure?.kind === 'transient';
}

/** A resource that stays in transition for hours is stuck: a person is told, and it is still looked at. */
function waiting(because: string, record: FindingRecord, now: string): Settlement {
  const since =
    record.performed.findLast((step) => step.at >= record.failingSince)?.at ?? record.failingSince;
  if (now < later(since, maxWaitMs)) return { outcome: 'acting', because, followUpMs: minute };
  return { outcome: 'ticketed', because: `${because}, for more than 6 hours`, ticket: true, retryMs: hour };
}

const asPerson = (because: string): Settlement => ({ outcome: 'ticketed', because, ticket: true });

const asFailed = (because: string): Settlement => ({
  outcome: 'failed',
  because,
  ticket: true,
  retryMs: day,
});

const asFlapping = (step: AnyStep): Settlement =>
  asFailed(
    `${step.call} was performed ${maxRepeats} times within a day and it did not last; a person has to look`,
  );

const notYetVisible = (step: AnyStep): Settlement => ({
  outcome: 'acting',
  because: `AWS accepted ${step.call}, but reading does not show it yet`,
  followUpMs: consistencyMs,
});

/** A call that was throttled or never answered is tried again later, a bounded number of times. */
function tryLater(failure: Failure, record: FindingRecord): Settlement {
  const tries = record.performed.filter((entry) => isPassing(entry)).length;
  if (tries >= maxTries) return asFailed(`${describeFailure(failure)} (tried ${tries} times)`);
  return { outcome: 'acting', because: describeFailure(failure), followUpMs: minute * tries };
}

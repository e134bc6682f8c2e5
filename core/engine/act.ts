import { describeFailure, isRetryable, type Failure } from '../model/failure';
import { type AnyStep, stepFingerprint } from '../model/plan';
import { asStopped, overBudget, whyStopped, whyUntouchable } from './limits';
import { reRead } from './refresh';
import {
  asNotSticking,
  consistencyMs,
  fruitless,
  maxRepeats,
  notYetKnown,
  notYetVisible,
  tryLater,
} from './retries';
import { asDenied, asFailed, asPerson, waitingForApproval, settlementFor } from './settlements';
import type { Decided, Settling, Settlement } from './stages';
import { take } from './step';
import { later, minute } from './time';
import { owed } from './unfinished';

/** Looks in one pass before the rest is left to a follow-up: enough for every plan, few enough for a Lambda. */
const maxReads = 16;
/** Reads after writing may be stale for a moment: so often, and so long, is waited inside a pass. */
const settleReads = 4;
const settleMs = 1_500;

/**
 * Brings one leased finding to rest: look, take the first step of the plan made from that look, look again. Because
 * every step comes from a fresh look, each step's precondition holds when it is performed, a pass that died anywhere
 * is continued by the next, and the last look is the verification.
 *
 * @throws LeaseLostError when another worker took over.
 */
export async function act(decided: Decided): Promise<Settling> {
  const { ports, rule } = decided;
  let work = decided;
  // What was decided stands beside each step that it led to, not beside how they ended.
  const end = (settlement: Settlement): Settling => {
    const { decided: _, ...rest } = work;
    return { ...rest, settlement };
  };
  let settled = 0;
  let isBudgeted = false;
  let hasActed = false;
  let refused: { fingerprint: string; failure: Failure } | undefined;

  for (let looks = 0; looks < maxReads; looks += 1) {
    const seen = await reRead(ports, rule, work.finding.resource, work.record);
    if (seen === undefined) return end({ outcome: 'gone', because: 'the resource no longer exists' });
    work = { ...work, ...seen };
    // What undo compares with, wherever this pass ends.
    if (hasActed) work = { ...work, record: { ...work.record, after: seen.judgement.image() } };
    const settlement = settlementFor(work, ports.now());
    if (settlement !== undefined) return end(settlement);

    const { record, finding } = work;
    const rest = owed(seen.judgement, record, ports.now());
    const plan = rest ?? finding.plan;
    const [step] = plan.kind === 'steps' ? plan.steps : [];
    if (step === undefined) return end(asPerson('no step is known that would fix this'));
    // What completes an allowed remediation is allowed with it.
    if (!(rest !== undefined && step.approval === 'none') && !isAllowed(step, decided))
      return end(waitingForApproval(work));

    const fingerprint = stepFingerprint(step);
    if (refused?.fingerprint === fingerprint) {
      // What stood in the way may be too new to be seen: IAM and EC2 are eventually consistent.
      settled += 1;
      if (settled > settleReads)
        return end(
          refused.failure.kind === 'gone'
            ? notYetKnown(refused.failure)
            : asFailed(describeFailure(refused.failure)),
        );
      await ports.pause(settleMs);
      continue;
    }
    const pending = record.performed.findLast(
      (entry) => entry.fingerprint === fingerprint && entry.state === 'done',
    );
    if (pending !== undefined && ports.now() < later(pending.at, consistencyMs)) {
      settled += 1;
      if (settled > settleReads) return end(notYetVisible(step));
      await ports.pause(settleMs);
      continue;
    }
    const tries = fruitless(record, fingerprint, ports.now());
    if (tries.length >= maxRepeats) return end(asNotSticking(step, tries.at(-1)?.failure));
    const untouchable = whyUntouchable(finding.resource, ports.settings);
    if (untouchable !== undefined) return end(asPerson(untouchable));
    const stopped = await whyStopped(ports);
    if (stopped !== undefined) return end(asStopped(stopped));
    const refusal = isBudgeted ? undefined : await overBudget(work);
    if (refusal !== undefined) return end(refusal);
    // Counted once per finding and hour: the other steps of this pass need not ask again.
    isBudgeted = true;

    const { record: after, failure } = await take(work, step);
    work = { ...work, record: after };
    hasActed = true;
    if (failure === undefined) {
      // What stood in the way of another step may be out of it now.
      refused = undefined;
      settled = 0;
      continue;
    }
    if (failure.kind === 'denied') return end(asDenied(failure));
    if (isRetryable(failure)) return end(tryLater(failure, after));
    // Anything else may only mean that the state had changed: look again before giving up.
    refused = { fingerprint, failure };
    settled = 0;
  }
  return end({ outcome: 'acting', because: 'more steps are left', followUpMs: minute });
}

/** Without approval, a mode of `remediate` allows the steps that need none. An approval allows what it was shown. */
function isAllowed(step: AnyStep, { record, finding }: Decided): boolean {
  if (record.approval?.steps.includes(stepFingerprint(step)) === true) return true;
  return step.approval === 'none' && finding.decision.mode === 'remediate';
}

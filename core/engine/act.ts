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

/**
 * How often a pass reads one subject before it leaves the rest to a follow-up: enough for every plan, few enough for
 * one Lambda invocation.
 */
const maxReads = 16;
/** Reads after a write may be stale for a moment: a pass waits at most this many times, this long (ms) each time. */
const settleReads = 4;
const settleMs = 1_500;

/**
 * Handles one leased finding until it is settled: read the subject, take the first step of the plan made from that
 * read, and read again. Because every step is planned from a fresh read, its precondition holds when it is performed;
 * a pass that crashed at any point is continued by the next one; and the last read is the verification.
 *
 * @throws LeaseLostError when another worker took over.
 */
export async function act(decided: Decided): Promise<Settling> {
  const { ports, rule } = decided;
  let work = decided;
  // The decision is recorded with each step that it led to, not with the outcome.
  const end = (settlement: Settlement): Settling => {
    const { decided: _, ...rest } = work;
    return { ...rest, settlement };
  };
  let settled = 0;
  let isBudgeted = false;
  let hasActed = false;
  let refused: { fingerprint: string; failure: Failure } | undefined;

  for (let reads = 0; reads < maxReads; reads += 1) {
    const seen = await reRead(ports, rule, work.finding.resource, work.record);
    if (seen === undefined) return end({ outcome: 'gone', because: 'the resource no longer exists' });
    work = { ...work, ...seen };
    // The image that undo compares with, wherever this pass ends.
    if (hasActed) work = { ...work, record: { ...work.record, after: seen.judgement.image() } };
    const settlement = settlementFor(work, ports.now());
    if (settlement !== undefined) return end(settlement);

    const { record, finding } = work;
    const rest = owed(seen.judgement, record, ports.now());
    const plan = rest ?? finding.plan;
    const [step] = plan.kind === 'steps' ? plan.steps : [];
    if (step === undefined) return end(asPerson('no step is known that would fix this'));
    // Completing a remediation was allowed together with it.
    if (!(rest !== undefined && step.approval === 'none') && !isAllowed(step, decided))
      return end(waitingForApproval(work));

    const fingerprint = stepFingerprint(step);
    if (refused?.fingerprint === fingerprint) {
      // The step may have failed because AWS does not see the previous change yet: IAM and EC2 are eventually
      // consistent.
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
    // A finding counts once per hour, so the other steps of this pass need not reserve again.
    isBudgeted = true;

    const { record: after, failure } = await take(work, step);
    work = { ...work, record: after };
    hasActed = true;
    if (failure === undefined) {
      // Whatever made another step fail may no longer apply.
      refused = undefined;
      settled = 0;
      continue;
    }
    if (failure.kind === 'denied') return end(asDenied(failure));
    if (isRetryable(failure)) return end(tryLater(failure, after));
    // Any other failure may only mean that the state had changed: read again before giving up.
    refused = { fingerprint, failure };
    settled = 0;
  }
  return end({ outcome: 'acting', because: 'more steps are left', followUpMs: minute });
}

/**
 * An approval allows the steps that it showed. Without one, mode `remediate` allows the steps that need no approval.
 */
function isAllowed(step: AnyStep, { record, finding }: Decided): boolean {
  if (record.approval?.steps.includes(stepFingerprint(step)) === true) return true;
  return step.approval === 'none' && finding.decision.mode === 'remediate';
}

import { decide, type Decision } from '../enforcement/decide';
import { stepsOf } from '../model/finding';
import { effective } from '../model/ledger';
import { isDry } from './limits';
import { asCompliant, asUnknown } from './settlements';
import type { Decided, Settling, Settlement, Episode } from './stages';
import { day, msUntil } from './time';
import { owed } from './unfinished';

/**
 * Decides whether steps may be taken for a finding as it was just evaluated, or how to settle it without any. Changes
 * nothing.
 */
export function whatToDo(work: Episode): Decided | Settling {
  const { ports, rule, record, finding, judgement } = work;
  const now = ports.now();
  const settled = (settlement: Settlement, decided = settlement.because): Settling => ({
    ...work,
    decided,
    settlement,
  });
  if (judgement.gone === true) return settled({ outcome: 'gone', because: finding.message });
  switch (finding.status) {
    case 'pass':
    case 'not-applicable': {
      const left = owed(judgement, record, now);
      if (left === undefined) return settled(asCompliant(work, isOurs(work)));
      if (!isDry(rule.meta.id, ports.settings))
        return { ...work, decided: 'it completes the remediation in progress' };
      const calls = left.kind === 'steps' ? left.steps.map(({ call }) => call) : [];
      return settled({ outcome: 'observed', because: dryText('act', calls, 'to complete what was begun') });
    }
    case 'unknown': {
      const { ticket: needsTicket = false, ...settlement } = asUnknown(finding.message, record, now);
      const isSilent = finding.decision.mode === 'observe' || isDry(rule.meta.id, ports.settings);
      return settled(needsTicket && !isSilent ? { ...settlement, ticket: true } : settlement);
    }
    case 'exempt': {
      const { exemption } = finding;
      const ends =
        exemption === undefined ? {} : at(new Date(Date.parse(exemption.until) + 1).toISOString(), now);
      return settled({ outcome: 'exempt', because: finding.decision.because, ...ends });
    }
    case 'fail':
  }
  const decision = decide(rule.meta, finding.decision, ports.settings, record, now);
  ports.tell({ type: 'decided', finding, intent: decision.intent, because: decision.because });
  const decided = `${decision.intent === 'none' ? 'observe' : decision.intent}: ${decision.because}`;
  if (isDry(rule.meta.id, ports.settings)) {
    const calls = stepsOf(finding).map(({ call }) => call);
    const because = dryText(decision.intent, calls, decision.because);
    return settled({ outcome: 'observed', because, ...until(decision, now) }, decided);
  }
  if (decision.intent === 'act') return { ...work, decided };
  return settled(withoutActing(work, { ...decision, intent: decision.intent }, now), decided);
}

function withoutActing(
  { finding }: Episode,
  decision: Decision & { readonly intent: Exclude<Decision['intent'], 'act'> },
  now: string,
): Settlement {
  const { because, limit } = decision;
  switch (decision.intent) {
    case 'none':
      return { outcome: 'observed', because };
    case 'ticket':
      return {
        outcome: 'ticketed',
        because,
        ticket: true,
        ...until(decision, now),
        ...(limit === undefined ? {} : { limit }),
      };
    case 'ask':
      return finding.plan.kind === 'person'
        ? { outcome: 'ticketed', because: finding.plan.because, ticket: true }
        : { outcome: 'awaiting-approval', because, ticket: true };
    case 'wait':
      return { outcome: 'grace', because, ticket: true, ...until(decision, now) };
  }
}

/** The reason that a dry run records in place of the action. */
function dryText(intent: Decision['intent'], calls: readonly string[], because: string): string {
  const steps = calls.length === 0 ? 'nothing that is automatic' : calls.join(', then ');
  const would = {
    none: 'it would only be reported',
    ticket: 'a ticket would be opened',
    ask: `a ticket would ask for approval of ${steps}`,
    wait: `it would wait, then do ${steps}`,
    act: `it would do ${steps}`,
  }[intent];
  return `dry run: ${would} (${because})`;
}

function until({ until: time }: Decision, now: string): Pick<Settlement, 'retryMs' | 'followUpMs'> {
  return time === undefined ? {} : at(time, now);
}

/**
 * Has the finding handled again at exactly this time. If that is more than a day away, the sweep of that hour does
 * it.
 */
function at(time: string, now: string): Pick<Settlement, 'retryMs' | 'followUpMs'> {
  const ms = msUntil(time, now);
  return { retryMs: ms, ...(ms <= day ? { followUpMs: ms } : {}) };
}

/** Whether Palisade fixed a subject that now passes and has no remediation left to complete. */
function isOurs({ record }: Episode): boolean {
  // A failed read in between does not change that it had been fixed.
  const wasFixed =
    record.outcome === 'unknown' && record.passedAt !== undefined && record.passedAt > record.failingSince;
  const done = effective(record);
  return (
    record.outcome === 'fixed' ||
    (wasFixed && done.length > 0) ||
    done.some(({ state }) => state !== 'verified')
  );
}

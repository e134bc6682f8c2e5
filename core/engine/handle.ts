import { decide } from '../decide';
import type { Finding } from '../finding';
import type { FindingRecord } from '../ledger';
import type { Ports, Trigger } from '../ports';
import { minute, type Settlement, verified, type Work } from './context';
import type { Judged } from './look';
import { isQuiet, underGrant } from './quiet';
import { remediate } from './remediate';
import { settle } from './settle';

/** How one finding was handled: its record, or why there is none. */
export type Handled =
  | { readonly kind: 'settled'; readonly finding: Finding; readonly record: FindingRecord }
  /** Nothing to remember, or nothing new since the last time. */
  | { readonly kind: 'unchanged'; readonly finding: Finding; readonly record: FindingRecord | undefined }
  /** Another worker has it; it will be looked at again. */
  | { readonly kind: 'busy'; readonly finding: Finding };

/**
 * Handles one judged subject: nothing when there is nothing new, otherwise decide and act under the finding's lease.
 * `known` is what the ledger held a moment ago; what counts is read again with the lease.
 */
export async function handle<Clients>(
  ports: Ports<Clients>,
  trigger: Trigger,
  judged: Judged<Clients>,
  known: FindingRecord | undefined,
): Promise<Handled> {
  const { rule, judgement } = judged;
  const finding = underGrant(judged, known, ports);
  ports.tell({ type: 'judged', finding });
  if (isQuiet(finding, known, ports.now())) return { kind: 'unchanged', finding, record: known };

  const opened = await ports.ledger.open(finding.id, ports.holder);
  if (opened === 'held') {
    ports.tell({ type: 'busy', finding });
    await ports.followUp(finding.resource, minute, 'another worker has this finding');
    return { kind: 'busy', finding };
  }
  try {
    const record = inEpisode(opened.record ?? newRecord(finding, ports.now()), finding, ports.now());
    const work: Work<Clients> = { ports, rule, trigger, lease: opened.lease, record, finding, judgement };
    const decision = whatToDo(work);
    if (decision !== 'act')
      return { kind: 'settled', finding, record: await settle(work, finding, record, decision) };
    const result = await remediate(work);
    const settled = await settle(work, result.finding, result.record, result.settlement);
    return { kind: 'settled', finding: result.finding, record: settled };
  } catch (error) {
    await ports.ledger.release(opened.lease);
    throw error;
  }
}

/** `act`, or how the finding rests without acting. */
function whatToDo<Clients>({ ports, rule, record, finding, judgement }: Work<Clients>): Settlement | 'act' {
  if (judgement.gone === true) return { outcome: 'gone', because: finding.message };
  switch (finding.status) {
    case 'pass':
    case 'not-applicable': {
      const ours = record.performed.some((step) => step.state === 'done' || step.state === 'intended');
      return {
        outcome: ours ? 'fixed' : 'passing',
        because: ours ? 'verified by reading it again' : finding.message,
        changes: { performed: verified(record.performed), after: judgement.image() },
      };
    }
    case 'unknown':
      return { outcome: 'unknown', because: finding.message };
    case 'exempt':
      return { outcome: 'exempt', because: finding.decision.because };
    case 'fail':
  }
  const decision = decide(rule.meta, finding.decision, ports.settings, record, ports.now());
  ports.tell({ type: 'decided', finding, intent: decision.intent, because: decision.because });
  switch (decision.intent) {
    case 'none':
      return { outcome: 'observed', because: decision.because };
    case 'ticket': {
      const held = record.holdUntil === undefined ? {} : { retryMs: msUntil(record.holdUntil, ports.now()) };
      return { outcome: 'ticketed', because: decision.because, ticket: true, ...held };
    }
    case 'ask':
      return finding.plan.kind === 'person'
        ? { outcome: 'ticketed', because: finding.plan.because, ticket: true }
        : { outcome: 'awaiting-approval', because: decision.because, ticket: true };
    case 'wait':
      return {
        outcome: 'grace',
        because: decision.because,
        ticket: true,
        followUpMs: decision.forMs ?? minute,
      };
    case 'act':
      return 'act';
  }
}

function msUntil(time: string, now: string): number {
  return Math.max(0, Date.parse(time) - Date.parse(now));
}

function newRecord(finding: Finding, now: string): FindingRecord {
  return {
    id: finding.id,
    rule: finding.rule,
    resource: finding.resource,
    status: 'pass',
    outcome: 'open',
    severity: finding.severity,
    message: finding.message,
    because: '',
    firstSeenAt: now,
    updatedAt: now,
    failingSince: now,
    episodes: 0,
    performed: [],
    shown: [],
    digest: '',
  };
}

/** A finding that begins to fail (again) starts a new episode: new grace, new undo information. */
function inEpisode(record: FindingRecord, finding: Finding, now: string): FindingRecord {
  const ended = record.episodes === 0 || ['passing', 'fixed', 'gone', 'exempt'].includes(record.outcome);
  if (finding.status !== 'fail' || !ended) return record;
  return { ...record, status: 'fail', failingSince: now, episodes: record.episodes + 1 };
}

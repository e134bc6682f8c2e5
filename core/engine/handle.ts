import { decide } from '../decide';
import { type Finding, toFinding } from '../finding';
import type { FindingRecord } from '../ledger';
import type { Ports, Trigger } from '../ports';
import { minute, type Settlement, verified, type Work } from './context';
import { type Judged, look, type Look, vanished } from './look';
import { effective, owed } from './past';
import { inLightOf, isQuiet } from './quiet';
import { remediate } from './remediate';
import { settle } from './settle';

/** How one finding was handled: its record, or why there is none. */
export type Handled =
  | {
      readonly kind: 'settled';
      readonly finding: Finding;
      readonly record: FindingRecord;
      /** The ticket system's refusal: the finding is settled, and its ticket is tried again. */
      readonly error?: unknown;
    }
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
  const { rule } = judged;
  const first = inLightOf(judged, known, ports);
  ports.tell({ type: 'judged', finding: first });
  if (isQuiet(first, known, ports.now())) return { kind: 'unchanged', finding: first, record: known };

  const opened = await ports.ledger.open(first.id, ports.holder);
  if (opened === 'held') {
    ports.tell({ type: 'busy', finding: first });
    await ports.followUp(first.resource, minute, 'another worker has this finding');
    return { kind: 'busy', finding: first };
  }
  try {
    const { finding, judgement } = await upToDate(ports, judged, first, opened.record);
    if (isQuiet(finding, opened.record, ports.now())) {
      await ports.ledger.release(opened.lease);
      return { kind: 'unchanged', finding, record: opened.record };
    }
    const record = inEpisode(opened.record ?? newRecord(finding, ports.now()), finding, ports.now());
    const work: Work<Clients> = { ports, rule, trigger, lease: opened.lease, record, finding, judgement };
    const decision = whatToDo(work);
    if (decision !== 'act')
      return { kind: 'settled', finding, ...(await settle(work, finding, record, decision)) };
    const result = await remediate(work);
    const settled = await settle(work, result.finding, result.record, result.settlement);
    return { kind: 'settled', finding: result.finding, ...settled };
  } catch (error) {
    await ports.ledger.release(opened.lease);
    throw error;
  }
}

/** What was judged, or judged anew when another pass has settled the finding since it was read. */
async function upToDate<Clients>(
  ports: Ports<Clients>,
  { rule, judgement, place, at }: Judged<Clients>,
  finding: Finding,
  record: FindingRecord | undefined,
): Promise<Look> {
  if (record === undefined || record.updatedAt < at) return { finding, judgement };
  const seen = await look(ports, rule, finding.resource, record);
  if (seen !== undefined) return seen;
  const gone = vanished(finding.resource);
  return { judgement: gone, finding: toFinding(rule.meta, gone, place, finding.decision) };
}

/** `act`, or how the finding rests without acting. */
function whatToDo<Clients>({ ports, rule, record, finding, judgement }: Work<Clients>): Settlement | 'act' {
  if (judgement.gone === true) return { outcome: 'gone', because: finding.message };
  switch (finding.status) {
    case 'pass':
    case 'not-applicable': {
      if (owed(judgement, record, ports.now()) !== undefined) return 'act';
      const ours = record.outcome === 'fixed' || effective(record).some(({ state }) => state !== 'verified');
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
        // Until then there is nothing to look at; when its follow-up comes too early, the sweep is there.
        retryMs: decision.forMs ?? minute,
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
  const { passedAt } = record;
  const ended =
    record.episodes === 0 ||
    ['passing', 'fixed', 'gone', 'exempt'].includes(record.outcome) ||
    (passedAt !== undefined && passedAt > record.failingSince);
  if (finding.status !== 'fail' || !ended) return record;
  return { ...record, status: 'fail', failingSince: now, episodes: record.episodes + 1 };
}

import type { Finding } from '../model/finding';
import { withDrift } from '../enforcement/flapping';
import type { FindingRecord } from '../model/ledger';
import type { Ports } from '../model/ports';
import type { Scope } from './scope';
import type { Claimed, Judged, Episode } from './stages';
import { later } from './time';

/** A lookup of records in the ledger: one query for many subjects, one read each for few. */
export async function knownRecords(
  { ledger }: Pick<Ports, 'ledger'>,
  judged: readonly Judged[],
  scope: Scope,
): Promise<(id: string) => Promise<FindingRecord | undefined>> {
  if (scope !== 'account' && judged.length <= 20) return (id) => ledger.load(id);
  const records = new Map((await ledger.list()).map((record) => [record.id, record]));
  return (id) => Promise.resolve(records.get(id));
}

/** A record for a finding that is not in the ledger yet. */
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

/**
 * A new record in place of one that could not be read. The lost record may have contained an exemption or an undo, so
 * the finding is paused until somebody had time to check.
 */
export function replacementRecord(finding: Finding, now: string, pauseMs: number): FindingRecord {
  return {
    ...newRecord(finding, now),
    holdUntil: later(now, pauseMs),
    holdBecause: 'what was remembered of it (exemptions, approvals, undo) could not be read',
  };
}

/**
 * Adds the record, in the episode of drift that the finding belongs to. A finding that begins to fail (again) starts
 * a new episode, with a new grace period and new steps to undo.
 */
export function inEpisode(claimed: Claimed): Episode {
  const { ports, finding, record = newRecord(finding, ports.now()) } = claimed;
  return { ...claimed, record: finding.status === 'fail' ? failing(record, claimed) : record };
}

function failing(record: FindingRecord, { ports, attribution, finding }: Claimed): FindingRecord {
  const now = ports.now();
  const { passedAt, outcome } = record;
  const drifts = withDrift(record.drifts, now, attribution.by);
  const hasEnded =
    record.episodes === 0 ||
    ['passing', 'fixed', 'gone', 'exempt'].includes(outcome) ||
    (passedAt !== undefined && passedAt > record.failingSince);
  if (hasEnded)
    return {
      ...record,
      status: 'fail',
      failingSince: now,
      episodes: record.episodes + 1,
      // When an exemption ends, nobody caused the drift.
      ...(outcome === 'exempt' ? {} : { drifts }),
    };
  // The same episode, but the danger is no longer contained.
  return outcome === 'contained' && finding.contained === undefined ? { ...record, drifts } : record;
}

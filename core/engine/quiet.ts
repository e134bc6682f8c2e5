import { stanceOn } from '../decide';
import { type Finding, findingDigest, toFinding } from '../finding';
import { effective, type FindingRecord } from '../ledger';
import type { Ports } from '../ports';
import { later, refreshMs } from './context';
import type { Judged } from './look';

/** The finding in the light of what the ledger knows: an exemption that a person granted, and what was done so far. */
export function inLightOf(
  { rule, judgement, place, finding }: Judged,
  known: FindingRecord | undefined,
  ports: Pick<Ports, 'settings' | 'now'>,
): Finding {
  if (known === undefined || (known.exemption === undefined && known.performed.length === 0)) return finding;
  const stance = stanceOn(rule.meta, judgement.resource, ports.settings, ports.now(), known.exemption);
  return toFinding(rule.meta, judgement, place, stance, effective(known));
}

/**
 * Whether there is nothing to do: it passes and was not open, or it rests and nothing about it changed. What the
 * channels have not taken yet is offered to them again, but that is no reason to handle it.
 */
export function isQuiet(finding: Finding, known: FindingRecord | undefined, now: string): boolean {
  const passes = finding.status === 'pass' || finding.status === 'not-applicable';
  if (known === undefined) return passes;
  const isDue = known.retryAt !== undefined && now >= known.retryAt;
  if (isDue || known.damaged !== undefined) return false;
  // A subject that passes while its remediation is under way still waits for the rest of it.
  const isFinished = ['passing', 'fixed', 'gone'].includes(known.outcome);
  if (known.status === finding.status && passes) return isFinished;
  const rests = !['open', 'acting'].includes(known.outcome);
  // An approval is news, unless it waits for a maintenance window.
  const isNew = known.approval !== undefined && known.outcome !== 'grace';
  return (
    rests && !isNew && known.digest === findingDigest(finding) && now < later(known.updatedAt, refreshMs)
  );
}

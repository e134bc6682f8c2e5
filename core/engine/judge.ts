import { treatmentOf } from '../enforcement/decide';
import { toFinding } from '../model/finding';
import { effective, type FindingRecord } from '../model/ledger';
import type { Ports } from '../model/ports';
import { findingId, unknownOf } from '../model/resource';
import type { Judgement, Rule } from '../model/rule';
import { mergeRequests, type Snapshot } from '../model/snapshot';
import { type Scope, type Scopes, scopesOf, type Share } from './scope';
import type { JudgedFinding, Judged } from './stages';
import { unreadableSubjects } from './unreadable';

export interface JudgedScope {
  readonly snapshot: Snapshot;
  readonly judged: readonly Judged[];
  readonly scopes: Scopes;
}

/**
 * Reads everything that the rules in scope need in one request, then evaluates their subjects.
 * @param share asked before anything is read, unless the scope is the whole account
 */
export async function judgeScope(
  ports: Pick<Ports, 'rules' | 'gather' | 'settings'>,
  scope: Scope,
  share?: Share,
): Promise<JudgedScope> {
  const scopes = await scopesOf(ports.rules, scope, share);
  const snapshot = await ports.gather(mergeRequests([...scopes].map(([rule, over]) => rule.reads(over))));
  // In an unknown place, subjects are not recognised by their names, so an empty list does not say that none exist.
  const unknown = unknownOf(snapshot.place);
  const judged = [...scopes].flatMap(([rule, over]) => {
    const listing = snapshot.read(rule.subjectSlice);
    const listed =
      listing.status === 'read'
        ? rule.judge(snapshot, ports.settings, over === 'account' ? undefined : over)
        : unreadableSubjects(rule, snapshot, over, `${rule.subjectSlice}: ${listing.because}`);
    const judgements =
      unknown === undefined || listed.length > 0 ? listed : unreadableSubjects(rule, snapshot, over, unknown);
    return judgements.map((judgement) => judgedAs(rule, judgement, snapshot));
  });
  return { snapshot, judged, scopes };
}

/** A judgement with its rule, place, finding id and the time of the read. */
export function judgedAs(rule: Rule, judgement: Judgement, { place, read }: Snapshot): Judged {
  const id = findingId(rule.meta.id, judgement.resource, place);
  return { id, rule, judgement, place, at: read(rule.subjectSlice).at };
}

/**
 * The finding for a judged subject, given what the ledger remembers: an exemption granted by a person, and the steps
 * performed so far. A scan has no record.
 */
export function inLightOf<J extends Judged>(
  judged: J,
  record: Pick<FindingRecord, 'exemption' | 'performed' | 'failingSince'> | undefined,
  ports: Pick<Ports, 'settings' | 'now'>,
): J & JudgedFinding {
  const { rule, judgement, place } = judged;
  const treatment = treatmentOf(
    rule.meta,
    judgement.resource,
    ports.settings,
    ports.now(),
    record?.exemption,
  );
  const history = record === undefined ? [] : effective(record);
  return { ...judged, finding: toFinding(rule.meta, judgement, place, treatment, history) };
}

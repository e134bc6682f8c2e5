import { stanceOn } from '../decide';
import { toFinding } from '../finding';
import type { FindingRecord } from '../ledger';
import type { Ports } from '../ports';
import { findingId } from '../resource';
import type { Rule } from '../rule';
import type { Snapshot } from '../snapshot';
import { type Judged, judges, vanished } from './look';
import type { Scope, Scopes } from './judge';

/**
 * Findings that the ledger holds about resources that are not there any more, so that they can be closed. Only where
 * the rule's subjects could be listed: what could not be read is not gone.
 */
export async function goneFindings(
  ports: Pick<Ports, 'ledger' | 'settings' | 'now'>,
  snapshot: Snapshot,
  judged: readonly Judged[],
  scopes: Scopes,
): Promise<readonly Judged[]> {
  const present = new Set(judged.map(({ finding }) => finding.id));
  const listed = [...scopes].filter(([rule]) => snapshot.read(rule.subjectSlice).status === 'read');
  const whole = new Set(listed.filter(([, scope]) => scope === 'account').map(([{ meta }]) => meta.id));
  const candidates = [
    ...(whole.size === 0 ? [] : await ports.ledger.list()).filter(({ rule }) => whole.has(rule)),
    ...(await loadNamed(ports, listed, snapshot, present)),
  ];
  return candidates.flatMap((record) => {
    const rule = listed.find(([{ meta }]) => meta.id === record.rule)?.[0];
    if (rule === undefined || present.has(record.id)) return [];
    const isOver = record.outcome === 'gone' || record.outcome === 'passing';
    if (isOver && record.unpublished !== true) return [];
    const judgement = vanished(record.resource);
    const stance = stanceOn(rule.meta, record.resource, ports.settings, ports.now());
    return [
      {
        rule,
        judgement,
        place: snapshot.place,
        at: snapshot.read(rule.subjectSlice).at,
        finding: toFinding(rule.meta, judgement, snapshot.place, stance),
      },
    ];
  });
}

async function loadNamed(
  { ledger }: Pick<Ports, 'ledger'>,
  scopes: readonly (readonly [Rule, Scope])[],
  { place }: Snapshot,
  present: ReadonlySet<string>,
): Promise<readonly FindingRecord[]> {
  const ids = scopes
    .flatMap(([rule, scope]) =>
      scope === 'account'
        ? []
        : scope.filter((ref) => judges(rule, ref)).map((ref) => findingId(rule.meta.id, ref, place)),
    )
    .filter((id) => !present.has(id));
  const records = await Promise.all(ids.map((id) => ledger.load(id)));
  return records.filter((record) => record !== undefined);
}

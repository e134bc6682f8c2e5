import type { FindingRecord } from '../ledger';
import type { Ports } from '../ports';
import { type Resource, sameRef } from '../resource';
import type { Rule } from '../rule';
import { inLightOf, judgedAs, unreadable } from './judge';
import type { Found } from './stages';

/**
 * Reads what the rule needs for one subject and judges it anew. `undefined` when it does not exist any more; a slice
 * that cannot be read gives an `unknown` finding.
 */
export async function reRead(
  ports: Pick<Ports, 'gather' | 'settings' | 'now'>,
  rule: Rule,
  resource: Resource,
  record: Pick<FindingRecord, 'exemption' | 'performed' | 'failingSince'> | undefined,
): Promise<Found | undefined> {
  const snapshot = await ports.gather(rule.reads([resource]));
  const listing = snapshot.read(rule.subjectSlice);
  const judgement =
    listing.status === 'unreadable'
      ? unreadable(resource, `${rule.subjectSlice}: ${listing.because}`)
      : rule.judge(snapshot, ports.settings, [resource]).find((entry) => sameRef(entry.resource, resource));
  return judgement === undefined ? undefined : inLightOf(judgedAs(rule, judgement, snapshot), record, ports);
}

import { toFinding } from '../model/finding';
import type { FindingRecord } from '../model/ledger';
import type { Ports } from '../model/ports';
import { type Resource, sameRef } from '../model/resource';
import type { Rule } from '../model/rule';
import { vanished } from './deleted-resources';
import { inLightOf, judgedAs } from './judge';
import { replacementRecord } from './record';
import type { Claimed, JudgedFinding } from './stages';
import { unreadable } from './unreadable';

/**
 * Brings a claimed finding up to date under its lease: replaces a record that cannot be read, and evaluates the
 * subject again if another pass has settled the finding since the subject was read.
 */
export async function refresh(claimed: Claimed): Promise<Claimed> {
  return upToDate(await repairedRecord(claimed));
}

/** Replaces a record that could not be read by a new one that is left alone for a while. */
async function repairedRecord(claimed: Claimed): Promise<Claimed> {
  const { ports, lease, finding, attribution, record: stored } = claimed;
  if (stored?.damaged === undefined) return claimed;
  const because = stored.damaged;
  const record = replacementRecord(finding, ports.now(), ports.settings.undo.hold);
  await ports.ledger.save(lease, record, {
    at: ports.now(),
    event: 'repaired',
    by: attribution.description,
    detail: because,
  });
  ports.tell({ type: 'damaged', finding, because });
  return { ...claimed, record };
}

/** Evaluates the subject again if another pass has settled the finding since the subject was read. */
async function upToDate(claimed: Claimed): Promise<Claimed> {
  const { ports, rule, place, at, finding, record } = claimed;
  if (record === undefined) return claimed;
  if (record.updatedAt < at)
    // It may have been exempted since: that settles nothing, and changes nothing that was read.
    return finding.status === 'fail' && record.exemption !== undefined
      ? inLightOf(claimed, record, ports)
      : claimed;
  const seen = await reRead(ports, rule, finding.resource, record);
  if (seen !== undefined) return { ...claimed, ...seen };
  const judgement = vanished(finding.resource);
  return { ...claimed, judgement, finding: toFinding(rule.meta, judgement, place, finding.decision) };
}

/**
 * Reads what the rule needs for one subject and evaluates it again.
 * @returns `undefined` when the subject no longer exists; an `unknown` finding when its slice cannot be read
 */
export async function reRead(
  ports: Pick<Ports, 'gather' | 'settings' | 'now'>,
  rule: Rule,
  resource: Resource,
  record: Pick<FindingRecord, 'exemption' | 'performed' | 'failingSince'> | undefined,
): Promise<JudgedFinding | undefined> {
  const snapshot = await ports.gather(rule.reads([resource]));
  const listing = snapshot.read(rule.subjectSlice);
  const judgement =
    listing.status === 'unreadable'
      ? unreadable(resource, `${rule.subjectSlice}: ${listing.because}`)
      : rule.judge(snapshot, ports.settings, [resource]).find((entry) => sameRef(entry.resource, resource));
  return judgement === undefined ? undefined : inLightOf(judgedAs(rule, judgement, snapshot), record, ports);
}

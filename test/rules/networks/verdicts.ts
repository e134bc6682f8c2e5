import { unreadableSubjects } from '../../../core/engine/unreadable';
import { treatmentOf } from '../../../core/enforcement/decide';
import type { FindingStatus } from '../../../core/model/finding';
import type { Judgement, Rule } from '../../../core/model/rule';
import type { Snapshot } from '../../../core/model/snapshot';
import type { Settings } from '../../../core/settings';
import type { SliceName } from '../../../core/slices';
import { rules } from '../../../rules/registry';
import { readAt } from '../given';
import { least } from '../../runner/size';

const isWhole = least(1, 0) === 1;

/** A verdict as a finding shows it. */
export interface Seen {
  readonly rule: string;
  /** The subject's id. */
  readonly id: string;
  readonly status: FindingStatus;
  readonly verdict: Judgement['verdict'];
}

const policy = 'endpoint-policy';

/**
 * The rules about the network: they judge without principals, of which generated networks have none. A policy takes ten
 * times as long to judge as all the rest, so that a sample leaves it out.
 */
export const networkRules: readonly Rule[] = rules.filter(
  ({ meta, needs }) => !needs.includes('principals') && (isWhole || meta.id !== policy),
);

/** The verdicts about the account, as a sweep gives them: of a slice that was not read, one for the account. */
export function verdictsOf(
  snapshot: Snapshot,
  settings: Settings,
  some: readonly Rule[] = networkRules,
): readonly Seen[] {
  return some.flatMap((rule) => {
    const listing = snapshot.read(rule.subjectSlice);
    const judged =
      listing.status === 'read'
        ? rule.judge(snapshot, settings)
        : unreadableSubjects(rule, snapshot, 'account', `${rule.subjectSlice}: ${listing.because}`);
    return judged.map(({ resource, verdict }) => {
      const { exemption } = treatmentOf(rule.meta, resource, settings, readAt, undefined);
      const isExempt = verdict.status === 'fail' && exemption !== undefined;
      return { rule: rule.meta.id, id: resource.id, status: isExempt ? 'exempt' : verdict.status, verdict };
    });
  });
}

/** The rules to judge again when something of this slice has changed: a policy only if it may rest on it. */
export function rulesOn(slice: SliceName): readonly Rule[] {
  return networkRules.filter(({ meta, needs }) => meta.id !== policy || needs.includes(slice));
}

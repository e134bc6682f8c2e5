import { flappingOf } from './flapping';
import { effective, type FindingRecord } from '../model/ledger';
import { matchesPattern } from '../settings/pattern';
import type { Exemption, Mode, Settings } from '../settings';
import type { Resource } from '../model/resource';
import type { RuleMeta } from '../model/rule';
import type { Treatment } from '../model/finding';
import { describeDuration } from '../settings/duration';
import { nextOpening } from '../settings/window';

/** What to do about a failing finding, before the limits on actions are applied. */
export interface Decision {
  readonly mode: Mode;
  readonly intent: 'none' | 'ticket' | 'ask' | 'act' | 'wait';
  readonly because: string;
  /** When to decide again although nothing has changed (ISO 8601): the end of a wait, or of a reason not to act. */
  readonly until?: string;
  /** The limit that kept Palisade from acting: worth an alarm. */
  readonly limit?: 'flapping';
}

/** The mode that applies to a rule and resource, and the exemption in force for the resource, if any. */
export function treatmentOf(
  meta: RuleMeta,
  resource: Resource,
  settings: Settings,
  now: string,
  granted?: Exemption,
): Treatment {
  const { mode, because } = modeFor(meta, resource, settings);
  const exemption = exemptionFor(meta.id, resource, settings, now, granted);
  if (exemption === undefined) return { mode, because };
  return {
    mode,
    exemption,
    because: `exempt until ${exemption.until.slice(0, 10)} by ${exemption.owner}: ${exemption.reason}`,
  };
}

function modeFor(
  meta: RuleMeta,
  resource: Resource,
  settings: Settings,
): { readonly mode: Mode; readonly because: string } {
  const rule = settings.rules[meta.id];
  const special = specialFor(meta, resource, settings);
  if (special?.mode !== undefined)
    return { mode: special.mode, because: `${special.mode} is the mode set for ${special.match}` };
  if (rule?.mode !== undefined)
    return { mode: rule.mode, because: `${rule.mode} is the mode set for this rule` };
  return { mode: meta.defaultMode, because: `${meta.defaultMode} is this rule's default mode` };
}

/** The settings for some resources of a rule that apply to this one: the first that match. */
function specialFor(meta: RuleMeta, resource: Resource, settings: Settings) {
  return settings.rules[meta.id]?.resources?.find(({ match }) => matchesResource(match, resource));
}

function matchesResource(pattern: string, { id, arn }: Resource): boolean {
  return matchesPattern(pattern, id) || matchesPattern(pattern, arn);
}

/** The first exemption in force for this rule and resource. */
function exemptionFor(
  rule: string,
  resource: Resource,
  settings: Settings,
  now: string,
  granted: Exemption | undefined,
): Exemption | undefined {
  return [...settings.exemptions, ...(granted === undefined ? [] : [granted])].find(
    (exemption) =>
      exemption.rule === rule &&
      Date.parse(exemption.until) >= Date.parse(now) &&
      matchesResource(exemption.resource, resource),
  );
}

/** The part of a finding's record that `decide` needs. */
export type KnownRecord = Pick<
  FindingRecord,
  'failingSince' | 'approval' | 'holdUntil' | 'holdBecause' | 'drifts' | 'performed' | 'resource'
>;

/** Decides what to do about a finding that fails and is not exempt. */
export function decide(
  meta: RuleMeta,
  treatment: Treatment,
  settings: Settings,
  record: KnownRecord,
  now: string,
): Decision {
  const { mode } = treatment;
  const decision = (intent: Decision['intent'], because: string, until?: string): Decision => ({
    mode,
    intent,
    because,
    ...(until === undefined ? {} : { until }),
  });

  // In observe mode nothing is changed, even if it was approved earlier.
  if (mode === 'observe') return decision('none', treatment.because);
  // An approval is newer than the undo that began a pause, because undo removes approvals.
  if (record.approval !== undefined) {
    const because = `approved by ${record.approval.by}`;
    const opening = openingFor(meta, settings, record, now);
    return opening > now
      ? decision('wait', `${because}; ${atOpening(opening)}`, opening)
      : decision('act', because);
  }
  if (record.holdUntil !== undefined && record.holdUntil > now)
    return decision(
      'ticket',
      `${record.holdBecause ?? 'it was undone on request'} and is left alone until ${record.holdUntil}`,
      record.holdUntil,
    );
  switch (mode) {
    case 'ticket':
      return decision('ticket', treatment.because);
    case 'approve':
      return decision('ask', treatment.because);
    case 'remediate': {
      const flapping = flappingOf(record, settings, now);
      if (flapping !== undefined)
        return { ...decision('ticket', flapping.because, flapping.until), limit: 'flapping' };
      const grace = specialFor(meta, record.resource, settings)?.grace ?? settings.rules[meta.id]?.grace ?? 0;
      const ends = new Date(Date.parse(record.failingSince) + grace).toISOString();
      const from = ends > now ? ends : now;
      const opening = openingFor(meta, settings, record, from);
      // The end, not the time left: the text must stay the same, so that people are notified once, not on every pass.
      if (opening > from)
        return decision('wait', `${atOpening(opening)}${grace > 0 ? graceText(grace) : ''}`, opening);
      if (ends > now)
        return decision(
          'wait',
          `it is remediated after a grace of ${describeDuration(grace)}, at ${ends}`,
          ends,
        );
      return decision('act', treatment.because);
    }
  }
}

const atOpening = (opening: string): string =>
  `it is remediated when the maintenance window opens, at ${opening}`;
const graceText = (grace: number): string => ` (after a grace of ${describeDuration(grace)})`;

/**
 * When a step may be taken, no earlier than `from`. A remediation in progress continues at any time: leaving it half
 * done is worse than finishing outside the window.
 */
function openingFor(meta: RuleMeta, settings: Settings, record: KnownRecord, from: string): string {
  const windows = settings.rules[meta.id]?.windows ?? settings.windows;
  const isInProgress = effective(record).some(({ state }) => state === 'done' || state === 'intended');
  if (!meta.disruptive || windows.length === 0 || isInProgress) return from;
  // A window that never opens blocks everything; it is checked again in two weeks.
  return nextOpening(windows, from) ?? new Date(Date.parse(from) + 14 * 86_400_000).toISOString();
}

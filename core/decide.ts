import type { FindingRecord } from './ledger';
import { matchesPattern } from './settings/pattern';
import type { Exemption, Mode, Settings } from './settings';
import type { Resource } from './resource';
import type { RuleMeta } from './rule';
import type { Stance } from './finding';
import { describeDuration } from './settings/duration';

/** What to do about a failing finding, before the limits of actions are asked for. */
export interface Decision {
  readonly mode: Mode;
  readonly intent: 'none' | 'ticket' | 'ask' | 'act' | 'wait';
  readonly because: string;
  /** For `wait`: how long, in ms. */
  readonly forMs?: number;
}

/** The mode that applies to a rule, and the exemption that covers this resource now, if any. */
export function stanceOn(
  meta: RuleMeta,
  resource: Resource,
  settings: Settings,
  now: string,
  granted?: Exemption,
): Stance {
  const configured = settings.rules[meta.id]?.mode;
  const mode = configured ?? meta.defaultMode;
  const exemption = exemptionFor(meta.id, resource, settings, now, granted);
  if (exemption !== undefined)
    return {
      mode,
      exemption,
      because: `exempt until ${exemption.until.slice(0, 10)} by ${exemption.owner}: ${exemption.reason}`,
    };
  return {
    mode,
    because:
      configured === undefined
        ? `${mode} is this rule's default mode`
        : `${mode} is the mode set for this rule`,
  };
}

/** The first exemption in force. One that has expired, or names another rule or resource, does not exempt. */
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
      (matchesPattern(exemption.resource, resource.id) || matchesPattern(exemption.resource, resource.arn)),
  );
}

/** What to do about a finding that fails and is not exempt. `record` is what the ledger remembers of it. */
export function decide(
  meta: RuleMeta,
  stance: Stance,
  settings: Settings,
  record: Pick<FindingRecord, 'failingSince' | 'approval' | 'holdUntil'>,
  now: string,
): Decision {
  const { mode } = stance;
  const say = (intent: Decision['intent'], because: string, forMs?: number): Decision => ({
    mode,
    intent,
    because,
    ...(forMs === undefined ? {} : { forMs }),
  });

  // An approval is newer than the undo that began a hold, because undo takes approvals away.
  // Observing means that nothing is changed, whatever was approved before.
  if (record.approval !== undefined && mode !== 'observe')
    return say('act', `approved by ${record.approval.by}`);
  if (record.holdUntil !== undefined && record.holdUntil > now)
    return say('ticket', `it was undone on request and is left alone until ${record.holdUntil}`);
  switch (mode) {
    case 'observe':
      return say('none', stance.because);
    case 'ticket':
      return say('ticket', stance.because);
    case 'approve':
      return say('ask', stance.because);
    case 'remediate': {
      const grace = settings.rules[meta.id]?.grace ?? 0;
      const ends = Date.parse(record.failingSince) + grace;
      const left = ends - Date.parse(now);
      // The end, not what is left of it: people are told once, not whenever somebody looks.
      if (left > 0)
        return say(
          'wait',
          `it is remediated after a grace of ${describeDuration(grace)}, at ${new Date(ends).toISOString()}`,
          left,
        );
      return say('act', stance.because);
    }
  }
}

import type { Answer, Witness } from '@palisade/iam';
import { type ResolvedPerimeter, resolvePerimeter } from '../../core/enforcement/perimeter';
import { type Behind, behindText, cautionAbout, whoIsBehind } from '../../core/principals/behind';
import type { Severity, Verdict } from '../../core/model/rule';
import type { Settings } from '../../core/settings';
import type { Snapshot } from '../../core/model/snapshot';
import { isReadOnlyAction } from '../../core/enforcement/protected-actions';
import { askEngine, problems } from './ask';
import type { Subject } from '../../core/principals/subjects';

/** What was decided: each protected action that is open from outside, with a request that IAM would allow. */
export type Evidence = {
  readonly reachable: readonly {
    readonly action: string;
    readonly witness: Witness;
    readonly allowedBy: readonly string[];
  }[];
  /** Whether policies of the organization were taken into account. */
  readonly organizationPolicies: 'read' | 'not read';
  readonly perimeter: 'known' | 'unknown';
  /** Who can act as the principal. */
  readonly behind: Behind;
};

/**
 * Fails when IAM would allow some request for a protected action from outside the perimeter; decided exactly over
 * all policies that apply. Unknown where a policy is missing or cannot be decided, unless some request is open anyway.
 *
 * Organization policies only restrict. Where they were not read, an answer of "closed" holds all the same, and an
 * answer of "open" says so.
 */
export function evaluate(subject: Subject, snapshot: Snapshot, settings: Settings): Verdict<Evidence> {
  const { applied } = subject;
  const perimeter = resolvePerimeter(snapshot, settings);
  const answers = answersFor(subject, perimeter, snapshot, settings);

  if (applied.missing.length > 0) return { status: 'unknown', missing: applied.missing };
  const reachable = answers.filter((answer) => answer.outside.status === 'reachable');
  if (reachable.length > 0) return failing(subject, reachable, perimeter, snapshot);
  const undecided = answers.flatMap(({ action, outside }) =>
    outside.status === 'unknown' ? outside.missing.map((construct) => `${action}: ${construct}`) : [],
  );
  if (undecided.length > 0) return { status: 'unknown', missing: [...new Set(undecided)] };
  if (perimeter.status === 'unknown' && !isClosedEverywhere(subject, perimeter.cidrs, snapshot, settings))
    return { status: 'unknown', missing: [`the perimeter, which decides here: ${perimeter.because}`] };
  return {
    status: 'pass',
    because: 'no request from outside the perimeter is allowed for any protected action',
  };
}

/**
 * Without a known perimeter only what is independent of it can be decided: a request from a public address that is in
 * no corporate range is outside of every perimeter.
 */
export function answersFor(
  subject: Subject,
  resolved: ResolvedPerimeter,
  snapshot: Snapshot,
  settings: Settings,
): readonly Answer[] {
  const { policies } = subject.applied;
  if (resolved.status === 'known')
    return askEngine(subject, problems(subject, policies, resolved.perimeter, settings, snapshot.place));
  const fromTheInternet = { 'aws:SourceVpc': [], 'aws:SourceVpce': [], 'aws:VpcSourceIp': [] };
  const perimeter = { vpcs: [], vpcEndpoints: [], cidrs: resolved.cidrs, endpointVpc: {} };
  return askEngine(
    subject,
    problems(subject, policies, perimeter, settings, snapshot.place, fromTheInternet),
  );
}

/** Closed even if no VPC were approved at all, so closed for every perimeter. */
function isClosedEverywhere(
  subject: Subject,
  cidrs: readonly string[],
  snapshot: Snapshot,
  settings: Settings,
): boolean {
  const nothing = { vpcs: [], vpcEndpoints: [], cidrs, endpointVpc: {} };
  const asked = problems(subject, subject.applied.policies, nothing, settings, snapshot.place);
  return askEngine(subject, asked).every(({ outside }) => outside.status === 'unreachable');
}

function failing(
  { principal }: Subject,
  reachable: readonly Answer[],
  perimeter: ResolvedPerimeter,
  snapshot: Snapshot,
): Verdict<Evidence> {
  const open = reachable.flatMap(({ action, outside }) =>
    outside.status === 'reachable'
      ? [
          {
            action,
            witness: outside.witness,
            allowedBy: outside.allowedBy.map(({ label, path }) => `${label} (${path})`),
          },
        ]
      : [],
  );
  const [first] = reachable;
  const how = first?.outside.status === 'reachable' ? first.outside.because.replace(/\.$/, '') : '';
  const read = snapshot.read('organizationPolicies').status === 'read';
  const others = open.length > 1 ? ` (and ${open.length - 1} more protected actions)` : '';
  const behind = whoIsBehind(principal);
  const severity = severityOf(
    open.every(({ action }) => isReadOnlyAction(action)),
    behind,
  );
  return {
    status: 'fail',
    message: `${how}${others}${read ? '' : '; policies of the organization were not read and could still close it'}${aboutWho(behind)}`,
    evidence: {
      reachable: open,
      organizationPolicies: read ? 'read' : 'not read',
      perimeter: perimeter.status,
      behind,
    },
    ...(severity === undefined ? {} : { severity }),
  };
}

/** Describe calls weigh one step less, and so does a role that only AWS services can assume. */
function severityOf(isOnlyShown: boolean, { kind }: Behind): Severity | undefined {
  const isLess = kind === 'services' || kind === 'nobody';
  if (isOnlyShown) return isLess ? 'low' : 'medium';
  return isLess ? 'medium' : undefined;
}

function aboutWho(behind: Behind): string {
  if (behind.parties[0]?.kind === 'owner') return '';
  const caution = cautionAbout(behind);
  const change = caution === undefined ? '' : `. It is never changed without approval: ${caution}`;
  return `; ${behindText(behind)}${change}`;
}

import type { Answer, Witness, Zone } from '@palisade/iam';
import {
  type ResolvedPerimeter,
  resolvePerimeter,
  type UnknownPerimeter,
  withoutVpcs,
} from '../../core/enforcement/perimeter';
import { type Behind, behindText, cautionAbout, whoIsBehind } from '../../core/principals/behind';
import { knownOrganization } from '../../core/principals/known-organization';
import { sessionTagsText } from '../../core/principals/session-tags';
import type { Severity, Verdict } from '../../core/model/rule';
import type { Settings } from '../../core/settings';
import type { Snapshot } from '../../core/model/snapshot';
import { mayBeForwarded } from '../../core/model/ways-in';
import { isReadOnlyAction } from '../../core/enforcement/protected-actions';
import { askEngine, problems } from './ask';
import type { Subject } from '../../core/principals/subjects';

/** Each protected action that is open from outside, with a request that IAM would allow. */
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
 * Fails when IAM would allow some request for a protected action from outside the perimeter. Decided exactly over all
 * policies that apply. Unknown if a policy is missing or cannot be decided, unless some request is open anyway. What an
 * AWS service may call for the principal is no request from outside; a pass says so where it matters.
 *
 * Organization policies only restrict. If they were not read, the answer "closed" is still right, and the message of
 * a finding says that they may forbid the request.
 */
export function evaluate(subject: Subject, snapshot: Snapshot, settings: Settings): Verdict<Evidence> {
  const { applied } = subject;
  const perimeter = resolvePerimeter(snapshot, settings);
  const answers = answersFor(subject, perimeter, snapshot, settings);

  if (applied.missing.length > 0) return { status: 'unknown', missing: applied.missing };
  const open = answers.flatMap(openIn);
  if (open.length > 0) return failing(subject, open, perimeter, snapshot);
  const undecided = answers.flatMap(({ action, outside }) =>
    outside.status === 'unknown' ? outside.missing.map((construct) => `${action}: ${construct}`) : [],
  );
  if (undecided.length > 0) return { status: 'unknown', missing: [...new Set(undecided)] };
  if (perimeter.status === 'unknown' && !isClosedEverywhere(subject, perimeter, snapshot, settings))
    return { status: 'unknown', missing: [`the perimeter, which decides here: ${perimeter.because}`] };
  return {
    status: 'pass',
    because: `no request from outside the perimeter is allowed for any protected action${throughServices(answers)}${knownOrganization(snapshot).warning}`,
  };
}

/** The zones that a guardrail must close for the action of an answer. */
export function guardedZones(answer: Answer): readonly Zone[] {
  // The engine decides a zone when it is read.
  return mayBeForwarded(answer.action) ? [answer.outside] : [answer.outside, answer.viaService];
}

type Open = Evidence['reachable'][number] & { readonly because: string };

/** The request that opens the action of an answer. */
function openIn({ action, outside }: Answer): readonly Open[] {
  if (outside.status !== 'reachable') return [];
  const { witness, allowedBy, because } = outside;
  return [{ action, witness, allowedBy: allowedBy.map(({ label, path }) => `${label} (${path})`), because }];
}

/** What AWS services may call with the principal's credentials, although AWS does not check again afterwards. */
function throughServices(answers: readonly Answer[]): string {
  const [first, ...others] = answers.filter(
    ({ action, viaService }) => !mayBeForwarded(action) && viaService.status !== 'unreachable',
  );
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `, but an AWS service that acts with its credentials may call ${first.action}${more}, which the guardrail would deny`;
}

/**
 * The engine's answers about all protected actions. Without a known perimeter only requests from a public address in
 * no corporate range are asked about, because they are outside of every perimeter.
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
  const perimeter = withoutVpcs(resolved);
  return askEngine(
    subject,
    problems(subject, policies, perimeter, settings, snapshot.place, fromTheInternet),
  );
}

/** Whether everything is closed even if no VPC were approved, and so for every perimeter. */
function isClosedEverywhere(
  subject: Subject,
  unknown: UnknownPerimeter,
  snapshot: Snapshot,
  settings: Settings,
): boolean {
  const asked = problems(subject, subject.applied.policies, withoutVpcs(unknown), settings, snapshot.place);
  return askEngine(subject, asked).every(({ outside }) => outside.status === 'unreachable');
}

function failing(
  { principal }: Subject,
  open: readonly Open[],
  perimeter: ResolvedPerimeter,
  snapshot: Snapshot,
): Verdict<Evidence> {
  const [first] = open;
  const description =
    first === undefined
      ? ''
      : `${first.because.replace(/\.$/, '')}${sessionTagsText(principal, first.witness)}`;
  const organization = knownOrganization(snapshot);
  const read = organization.status === 'read';
  const others = open.length > 1 ? ` (and ${open.length - 1} more protected actions)` : '';
  const behind = whoIsBehind(principal);
  const severity = severityOf(
    open.every(({ action }) => isReadOnlyAction(action)),
    behind,
  );
  return {
    status: 'fail',
    message: `${description}${others}${read ? '' : '; policies of the organization were not read and could still close it'}${organization.warning}${aboutWho(behind)}`,
    evidence: {
      reachable: open.map(({ because: _, ...one }) => one),
      organizationPolicies: read ? 'read' : 'not read',
      perimeter: perimeter.status,
      behind,
    },
    ...(severity === undefined ? {} : { severity }),
  };
}

/** One level lower for Describe calls, and one for a role that only AWS services can assume. */
function severityOf(isReadOnly: boolean, { kind }: Behind): Severity | undefined {
  const isLess = kind === 'services' || kind === 'nobody';
  if (isReadOnly) return isLess ? 'low' : 'medium';
  return isLess ? 'medium' : undefined;
}

function aboutWho(behind: Behind): string {
  if (behind.parties[0]?.kind === 'owner') return '';
  const caution = cautionAbout(behind);
  const change = caution === undefined ? '' : `. It is never changed without approval: ${caution}`;
  return `; ${behindText(behind)}${change}`;
}

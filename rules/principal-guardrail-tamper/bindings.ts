import { guardrailName } from '../../core/guardrail/policy';
import type { PolicySet, Perimeter } from '@palisade/iam';
import { resolvePerimeter, withoutVpcs } from '../../core/enforcement/perimeter';
import { askedAs, type Principal } from '../../core/principals/assemble';
import type { Settings } from '../../core/settings';
import type { Snapshot } from '../../core/model/snapshot';
import { questions } from '../../core/enforcement/protected-actions';
import { tamperGuardName } from './account-context';
import type { TamperSubject } from './subjects';

/** What keeps a principal inside, or keeps it from tampering, and could be removed from it. */
export interface Bindings {
  /** Whether the guardrail is attached to it. */
  readonly attached: boolean;
  /** Whether the guardrail, or the guard against tampering, is an inline policy of it. */
  readonly inline: boolean;
  /** The ARNs of its groups to which the guardrail is attached. */
  readonly groups: readonly string[];
  /** The ARN of its permissions boundary, if that keeps it inside or may do so. */
  readonly boundary?: string;
  /** Why it is not known whether the boundary keeps it inside. */
  readonly doubt?: string;
}

/** The bindings of a principal. The IAM engine is asked only about principals that have a boundary. */
export function bindingsOf(subject: TamperSubject, snapshot: Snapshot, settings: Settings): Bindings {
  const { principal, account } = subject;
  const { detail } = principal;
  const inlineNames = [guardrailName(account.place), tamperGuardName(account.place)];
  const inline = 'UserName' in detail ? detail.UserPolicyList : detail.RolePolicyList;
  return {
    attached: includes(detail.AttachedManagedPolicies, account.guardrailArn),
    inline: inline?.some(({ PolicyName }) => inlineNames.includes(PolicyName)) === true,
    groups: groupsWith(principal, account.guardrailArn, snapshot),
    ...boundaryOf(subject, snapshot, settings),
  };
}

/** Whether the principal has any binding. */
export function hasBindings({ attached, inline, groups, boundary }: Bindings): boolean {
  return attached || inline || groups.length > 0 || boundary !== undefined;
}

function includes(list: readonly { PolicyArn: string }[] | undefined, arn: string): boolean {
  return list?.some(({ PolicyArn }) => PolicyArn === arn) === true;
}

function groupsWith({ detail }: Principal, arn: string, snapshot: Snapshot): readonly string[] {
  const names = 'UserName' in detail ? (detail.GroupList ?? []) : [];
  const reading = snapshot.read('principals');
  if (names.length === 0 || reading.status === 'unreadable') return [];
  return reading.value.GroupDetailList.filter(
    ({ GroupName, AttachedManagedPolicies }) =>
      names.includes(GroupName) && includes(AttachedManagedPolicies, arn),
  ).map(({ Arn }) => Arn);
}

/**
 * The boundary, if it keeps the principal inside: some protected action is closed to the outside zone with it and
 * open without it.
 */
function boundaryOf(
  subject: TamperSubject,
  snapshot: Snapshot,
  settings: Settings,
): Pick<Bindings, 'boundary' | 'doubt'> {
  const boundary = subject.principal.detail.PermissionsBoundary?.PermissionsBoundaryArn;
  if (boundary === undefined) return {};
  const resolved = resolvePerimeter(snapshot, settings);
  if (resolved.status === 'known')
    return closingBoundary(boundary, subject, resolved.perimeter, snapshot, settings);
  // Without a perimeter, a boundary is known not to matter only if everything is closed without it, too.
  const nothing = withoutVpcs(resolved);
  const open = openWith(
    { ...subject.applied.policies, boundary: null },
    nothing,
    subject,
    snapshot,
    settings,
  );
  return open.length === 0
    ? {}
    : { boundary, doubt: `whether the boundary keeps it inside: ${resolved.because}` };
}

/** The boundary if it closes some action, with a doubt if that could not be decided for any. */
function closingBoundary(
  boundary: string,
  subject: TamperSubject,
  perimeter: Perimeter,
  snapshot: Snapshot,
  settings: Settings,
): Pick<Bindings, 'boundary' | 'doubt'> {
  const { policies } = subject.applied;
  const open = openWith(policies, perimeter, subject, snapshot, settings);
  const without = openWith({ ...policies, boundary: null }, perimeter, subject, snapshot, settings);
  if (without.some(({ action }) => !open.some((one) => one.action === action))) return { boundary };
  const unsure = open.flatMap(({ missing }) => missing);
  return unsure.length === 0
    ? {}
    : { boundary, doubt: `whether the boundary keeps it inside: ${unsure[0] ?? ''}` };
}

/** A protected action that is open from outside, or may be, which `missing` then explains. */
interface OpenAction {
  readonly action: string;
  readonly missing: readonly string[];
}

/** The protected actions that are open from outside with these policies, or may be. */
function openWith(
  policies: PolicySet,
  perimeter: Perimeter,
  subject: TamperSubject,
  { place }: Snapshot,
  settings: Settings,
): readonly OpenAction[] {
  return questions(settings, place)
    .flatMap(({ actions, resource, context }) =>
      subject.engine.decide({
        ...askedAs(subject),
        policies,
        actions,
        resources: [resource],
        perimeter,
        context,
      }),
    )
    .filter(({ outside }) => outside.status !== 'unreachable')
    .map(({ action, outside }) => ({ action, missing: outside.status === 'unknown' ? outside.missing : [] }));
}

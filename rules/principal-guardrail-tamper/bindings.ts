import { guardrailName } from '../../core/guardrail/policy';
import type { PolicySet, Perimeter } from '@palisade/iam';
import { resolvePerimeter } from '../../core/enforcement/perimeter';
import type { Principal } from '../../core/principals/assemble';
import type { Settings } from '../../core/settings';
import type { Snapshot } from '../../core/model/snapshot';
import { questions } from '../../core/enforcement/protected-actions';
import { tamperGuardName } from './account-context';
import type { TamperSubject } from './subjects';

/** What keeps a principal inside, or keeps it from tampering, and could be taken off it. */
export interface Bindings {
  /** The guardrail is attached to it. */
  readonly attached: boolean;
  /** The guardrail, or the guard against tampering, is an inline policy of it. */
  readonly inline: boolean;
  /** ARNs of its groups to which the guardrail is attached. */
  readonly groups: readonly string[];
  /** The ARN of its permissions boundary, where that keeps it inside or may do so. */
  readonly boundary?: string;
  /** Why it is not known whether the boundary keeps it inside. */
  readonly doubt?: string;
}

/** Finds them. Only a principal that has a boundary costs the engine a question. */
export function bindingsOf(subject: TamperSubject, snapshot: Snapshot, settings: Settings): Bindings {
  const { principal, site } = subject;
  const { detail } = principal;
  const inlineNames = [guardrailName(site.place), tamperGuardName(site.place)];
  const inline = 'UserName' in detail ? detail.UserPolicyList : detail.RolePolicyList;
  return {
    attached: holds(detail.AttachedManagedPolicies, site.guardrailArn),
    inline: inline?.some(({ PolicyName }) => inlineNames.includes(PolicyName)) === true,
    groups: groupsWith(principal, site.guardrailArn, snapshot),
    ...boundaryOf(subject, snapshot, settings),
  };
}

/** Whether there is any. */
export function isKept({ attached, inline, groups, boundary }: Bindings): boolean {
  return attached || inline || groups.length > 0 || boundary !== undefined;
}

function holds(list: readonly { PolicyArn: string }[] | undefined, arn: string): boolean {
  return list?.some(({ PolicyArn }) => PolicyArn === arn) === true;
}

function groupsWith({ detail }: Principal, arn: string, snapshot: Snapshot): readonly string[] {
  const names = 'UserName' in detail ? (detail.GroupList ?? []) : [];
  const reading = snapshot.read('principals');
  if (names.length === 0 || reading.status === 'unreadable') return [];
  return reading.value.GroupDetailList.filter(
    ({ GroupName, AttachedManagedPolicies }) =>
      names.includes(GroupName) && holds(AttachedManagedPolicies, arn),
  ).map(({ Arn }) => Arn);
}

/** A boundary keeps it inside where some way in is closed to the outside with it and open without. */
function boundaryOf(
  subject: TamperSubject,
  snapshot: Snapshot,
  settings: Settings,
): Pick<Bindings, 'boundary' | 'doubt'> {
  const boundary = subject.principal.detail.PermissionsBoundary?.PermissionsBoundaryArn;
  if (boundary === undefined) return {};
  const resolved = resolvePerimeter(snapshot, settings);
  if (resolved.status === 'known')
    return closesSomething(subject, resolved.perimeter, snapshot, settings) ? { boundary } : {};
  // Without a perimeter, only a boundary without which all is closed anyway is known not to matter.
  const nothing = { vpcs: [], vpcEndpoints: [], cidrs: resolved.cidrs, endpointVpc: {} };
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

function closesSomething(
  subject: TamperSubject,
  perimeter: Perimeter,
  snapshot: Snapshot,
  settings: Settings,
): boolean {
  const { policies } = subject.applied;
  const still = openWith(policies, perimeter, subject, snapshot, settings);
  const without = openWith({ ...policies, boundary: null }, perimeter, subject, snapshot, settings);
  return without.some((action) => !still.includes(action));
}

/** The protected actions that are open from outside, or may be. */
function openWith(
  policies: PolicySet,
  perimeter: Perimeter,
  { engine, principal }: TamperSubject,
  { place }: Snapshot,
  settings: Settings,
): readonly string[] {
  return questions(settings, place)
    .flatMap(({ actions, resource }) =>
      engine.decide({
        principal: { arn: principal.arn },
        policies,
        actions,
        resources: [resource],
        perimeter,
      }),
    )
    .filter(({ outside }) => outside.status !== 'unreachable')
    .map(({ action }) => action);
}

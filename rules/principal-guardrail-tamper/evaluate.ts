import { type Behind, behindText, whoIsBehind } from '../../core/principals/behind';
import { protectionOf } from '../../core/principals/protection';
import { knownOrganization } from '../../core/principals/known-organization';
import { sessionTagsText } from '../../core/principals/session-tags';
import type { Principal } from '../../core/principals/assemble';
import type { Severity, Verdict } from '../../core/model/rule';
import type { Settings } from '../../core/settings';
import type { Snapshot } from '../../core/model/snapshot';
import { type FoundAttack, findAttacks, shortArn } from './search';
import { type Bindings, bindingsOf, hasBindings } from './bindings';
import type { TamperSubject } from './subjects';
import { type AttackTarget, attackTargets } from './targets';

/** The attacks that were found, each with a request that IAM would allow. */
export type Evidence = {
  readonly attacks: readonly FoundAttack[];
  readonly bindings: Bindings;
  readonly organizationPolicies: 'read' | 'not read';
  /** Who can act as the principal. */
  readonly behind: Behind;
};

/**
 * Fails when IAM would allow the principal some request, from anywhere, that removes from it the guardrail or the
 * boundary that keeps it inside, rewrites or detaches guardrails, or changes, stops or commands Palisade; also if it
 * must give itself the permission first. Decided exactly over all policies that apply.
 */
export function evaluate(subject: TamperSubject, snapshot: Snapshot, settings: Settings): Verdict<Evidence> {
  const { principal, applied, account } = subject;
  const trusted = trustedBecause(subject, settings);
  if (trusted !== undefined) return { status: 'not-applicable', because: trusted };
  const bindings = bindingsOf(subject, snapshot, settings);
  const isBounded = principal.detail.PermissionsBoundary !== undefined;
  if (account.paths.length === 0 && !hasBindings(bindings) && !(isBounded && applied.missing.length > 0))
    return {
      status: 'not-applicable',
      because:
        'there is nothing to tamper with: Palisade is not deployed here, there is no guardrail, and no boundary keeps it inside',
    };
  if (applied.missing.length > 0) return { status: 'unknown', missing: applied.missing };
  const { found, undecided } = findAttacks(subject, applied.policies, bindings, snapshot);
  const certain = found.filter(({ target }) => target !== 'own-boundary' || bindings.doubt === undefined);
  if (certain.length > 0) {
    const behind = whoIsBehind(principal);
    const organization = knownOrganization(snapshot);
    const read = organization.status === 'read';
    return {
      status: 'fail',
      message: `${messageOf(certain, principal)}${read ? '' : '; policies of the organization were not read and could still forbid it'}${organization.warning}${principal.kind === 'role' ? `; ${behindText(behind)}` : ''}`,
      evidence: {
        attacks: certain,
        bindings,
        organizationPolicies: read ? 'read' : 'not read',
        behind,
      },
      severity: severityOf(certain, behind),
    };
  }
  const doubts = [
    ...undecided,
    ...(found.length > 0 && bindings.doubt !== undefined ? [bindings.doubt] : []),
  ];
  if (doubts.length > 0) return { status: 'unknown', missing: doubts };
  return {
    status: 'pass',
    because: `no request of it that IAM allows could remove what keeps it inside, or change or stop Palisade${knownOrganization(snapshot).warning}`,
  };
}

/** Why tampering by this principal is no finding: it may do it on purpose, or only a service can use it. */
function trustedBecause({ principal }: TamperSubject, settings: Settings): string | undefined {
  const protection = protectionOf(principal, settings);
  switch (protection?.kind) {
    case 'own':
      return `${protection.because}: they have to be able to`;
    case 'protected':
      return `${protection.because}: it may change Palisade on purpose, as an administrator or deployer does`;
    case 'service-linked':
      return `${protection.because}, and only its service can use`;
    default:
      return undefined;
  }
}

/** The first attack in full, the others only by their targets. */
function messageOf(attacks: readonly FoundAttack[], principal: Principal): string {
  const { kind, name } = principal;
  const order = Object.keys(attackTargets) as AttackTarget[];
  const sorted = [...attacks].sort((a, b) => order.indexOf(a.target) - order.indexOf(b.target));
  const [first] = sorted;
  if (first === undefined) return '';
  const others = [...new Set(sorted.map(({ target }) => target))]
    .slice(1)
    .map((target) => attackTargets[target]);
  const before = first.first === undefined ? '' : `, after ${first.first}`;
  const also = others.length === 0 ? '' : `; it can also ${listed(others)}`;
  return `${kind} ${name} can ${attackTargets[first.target]}: ${first.action} on ${shortArn(first.witness.resource)} is allowed by ${first.allowedBy.join(' and ')}${sessionTagsText(principal, first.witness)}${before}${also} (${attacks.length === 1 ? '1 attack' : `${attacks.length} attacks`} in all)`;
}

function listed(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}

/**
 * High: it can remove what keeps it inside, so that nothing does. Medium: it can reach Palisade or the guardrails of
 * others, as every administrator can. One level lower if only AWS services can act as it.
 */
function severityOf(attacks: readonly FoundAttack[], { kind }: Behind): Severity {
  const isLess = kind === 'services' || kind === 'nobody';
  const isFree = attacks.some(({ target }) => target === 'own-guardrail' || target === 'own-boundary');
  if (isFree) return isLess ? 'medium' : 'high';
  return isLess ? 'low' : 'medium';
}

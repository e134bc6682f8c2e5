import { type Behind, behindText, whoIsBehind } from '../../core/principals/behind';
import { protectionOf } from '../../core/principals/protection';
import type { Severity, Verdict } from '../../core/model/rule';
import type { Settings } from '../../core/settings';
import type { Snapshot } from '../../core/model/snapshot';
import { type FoundAttack, findAttacks, shortArn } from './search';
import { isKept, type Bindings, bindingsOf } from './bindings';
import type { TamperSubject } from './subjects';
import { type AttackTarget, attackTargets } from './targets';

/** Every way that was found, each with a request that IAM would allow. */
export type Evidence = {
  readonly ways: readonly FoundAttack[];
  readonly keepers: Bindings;
  readonly organizationPolicies: 'read' | 'not read';
  /** Who can act as the principal. */
  readonly behind: Behind;
};

/**
 * Fails when IAM would allow the principal some request, from anywhere, that takes the guardrail or the boundary that
 * keeps it inside off it, rewrites or detaches guardrails, or changes, stops or commands Palisade; also where it must
 * give itself the permission first. Decided exactly over all policies that apply.
 */
export function evaluate(subject: TamperSubject, snapshot: Snapshot, settings: Settings): Verdict<Evidence> {
  const { principal, applied, site } = subject;
  const trusted = trustedBecause(subject, settings);
  if (trusted !== undefined) return { status: 'not-applicable', because: trusted };
  const keepers = bindingsOf(subject, snapshot, settings);
  if (site.paths.length === 0 && !isKept(keepers))
    return {
      status: 'not-applicable',
      because:
        'there is nothing to tamper with: Palisade is not deployed here, there is no guardrail, and no boundary keeps it inside',
    };
  if (applied.missing.length > 0) return { status: 'unknown', missing: applied.missing };
  const { found, undecided } = findAttacks(subject, applied.policies, keepers, snapshot);
  const certain = found.filter(({ thing }) => thing !== 'own-boundary' || keepers.doubt === undefined);
  if (certain.length > 0) {
    const behind = whoIsBehind(principal);
    const read = snapshot.read('organizationPolicies').status === 'read';
    return {
      status: 'fail',
      message: `${messageOf(certain, principal.kind, principal.name)}${read ? '' : '; policies of the organization were not read and could still forbid it'}${principal.kind === 'role' ? `; ${behindText(behind)}` : ''}`,
      evidence: { ways: certain, keepers, organizationPolicies: read ? 'read' : 'not read', behind },
      severity: severityOf(certain, behind),
    };
  }
  const doubts = [...undecided, ...(found.length > 0 && keepers.doubt !== undefined ? [keepers.doubt] : [])];
  if (doubts.length > 0) return { status: 'unknown', missing: doubts };
  return {
    status: 'pass',
    because: 'no request of it that IAM allows could remove what keeps it inside, or change or stop Palisade',
  };
}

/** Why tampering is no finding: who may do it on purpose, and who cannot be anybody. */
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

/** The first way in full, the rest by what they are about. */
function messageOf(ways: readonly FoundAttack[], kind: string, name: string): string {
  const order = Object.keys(attackTargets) as AttackTarget[];
  const sorted = [...ways].sort((a, b) => order.indexOf(a.thing) - order.indexOf(b.thing));
  const [first] = sorted;
  if (first === undefined) return '';
  const others = [...new Set(sorted.map(({ thing }) => thing))].slice(1).map((thing) => attackTargets[thing]);
  const before = first.first === undefined ? '' : `, after ${first.first}`;
  const also = others.length === 0 ? '' : `; it can also ${listed(others)}`;
  return `${kind} ${name} can ${attackTargets[first.thing]}: ${first.action} on ${shortArn(first.witness.resource)} is allowed by ${first.allowedBy.join(' and ')}${before}${also} (${ways.length === 1 ? '1 way' : `${ways.length} ways`} in all)`;
}

function listed(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}

/**
 * High: it can take off what keeps it inside, so that nothing does. Medium: it can reach Palisade or the guardrails of
 * others, as every administrator can. One step less where only AWS services can act as it.
 */
function severityOf(ways: readonly FoundAttack[], { kind }: Behind): Severity {
  const isLess = kind === 'services' || kind === 'nobody';
  const isFree = ways.some(({ thing }) => thing === 'own-guardrail' || thing === 'own-boundary');
  if (isFree) return isLess ? 'medium' : 'high';
  return isLess ? 'low' : 'medium';
}

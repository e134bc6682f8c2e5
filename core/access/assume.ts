import type { Perimeter, PolicySet, PolicySource } from '@palisade/iam';
import { identityOf } from '../principals/assemble';
import type { Subject } from '../principals/subjects';
import { partitionOf, type Place } from '../model/resource';
import { type Trust, trustOf, withoutPath } from './trust';

/** Whether somebody can act as a role by `sts:AssumeRole`; `perhaps` where it could not be decided. */
export type Assuming = 'yes' | 'perhaps' | 'no';

/** The account's own users and roles before one role. */
export interface Door {
  /** Those who may possibly assume it: everybody else cannot. */
  readonly candidates: Iterable<Subject>;
  /** Decided when it is asked, once. */
  readonly admits: (subject: Subject) => Assuming;
}

const actions = ['sts:AssumeRole'];
/** From anywhere: without a perimeter every direct request is outside. */
const anywhere: Perimeter = { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} };
const allowAssuming: PolicySource = {
  label: 'the trust policy',
  document: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }],
  },
};

/**
 * Who in the account can assume a role, decided exactly over both sides (IAM user guide, evaluation logic within an
 * account): a trust policy that names the account delegates to the account's policies; one that names the principal
 * itself suffices, unless something denies it, and for a user it also outweighs what a boundary does not allow. The
 * trust policy's own conditions are part of the question: what the caller may choose (an external id, MFA) it can meet.
 */
export function createDoors(everybody: readonly Subject[], place: Place): (role: Subject) => Door {
  const anyRole = [`arn:${partitionOf(place.region)}:iam::${place.account}:role/*`];
  const byArn = new Map<string, Subject[]>();
  for (const subject of everybody)
    for (const arn of new Set([subject.principal.arn, withoutPath(subject.principal)]))
      byArn.set(arn, [...(byArn.get(arn) ?? []), subject]);
  let able: readonly Subject[] | undefined;
  const ableAtAll = () =>
    (able ??= everybody.filter(
      (one) => one.applied.missing.length > 0 || ask(one, one.applied.policies, anyRole) !== 'unreachable',
    ));
  const doors = new Map<Subject, Door>();

  return (role) => {
    const made = doors.get(role) ?? doorOf(role);
    doors.set(role, made);
    return made;
  };

  function doorOf(role: Subject): Door {
    const { detail, arn } = role.principal;
    const trust = trustOf(
      'AssumeRolePolicyDocument' in detail ? detail.AssumeRolePolicyDocument : '',
      place.account,
    );
    const decided = new Map<Subject, Assuming>();
    return {
      candidates: new Set([
        ...(trust.isOpen ? everybody : trust.named.flatMap((name) => byArn.get(name) ?? [])),
        ...(trust.delegates ? ableAtAll() : []),
      ]),
      admits: (subject) => {
        const known = decided.get(subject) ?? (subject === role ? 'no' : decide(subject, trust, [arn]));
        decided.set(subject, known);
        return known;
      },
    };
  }
}

function decide(subject: Subject, trust: Trust, role: readonly string[]): Assuming {
  const { direct, account, denied } = trust.admission(subject.principal);
  const { policies, missing } = subject.applied;
  const results = [
    ...(direct.length === 0 ? [] : [ask(subject, named(subject, trust.layer([...direct, ...denied])), role)]),
    ...(account.length === 0
      ? []
      : [
          ask(subject, { ...policies, rcps: [...policies.rcps, trust.layer([...account, ...denied])] }, role),
        ]),
  ];
  if (missing.length > 0) return results.length > 0 ? 'perhaps' : 'no';
  if (results.includes('reachable')) return 'yes';
  return results.includes('unknown') ? 'perhaps' : 'no';
}

/** The policies of a principal that a trust policy names: only what denies still counts, and an SCP's lack of Allow. */
function named({ principal, applied }: Subject, layer: readonly PolicySource[]): PolicySet {
  const { identity, boundary, scps, rcps } = applied.policies;
  const granted = { scps, rcps: [...rcps, layer] };
  // A boundary's Denies hold; what it does not allow is outweighed for a user, not for a role.
  if (principal.kind === 'user' && boundary !== null)
    return { ...granted, identity: [...identity, allowAssuming, boundary], boundary: null };
  return { ...granted, identity: [...identity, allowAssuming], boundary };
}

function ask({ principal, engine }: Subject, policies: PolicySet, resources: readonly string[]) {
  const problem = { principal: identityOf(principal), policies, actions, resources, perimeter: anywhere };
  return engine.decide(problem)[0]?.outside.status ?? 'unknown';
}

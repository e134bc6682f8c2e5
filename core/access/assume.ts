import type { PolicySet, PolicySource } from '@palisade/iam';
import { emptyPerimeter } from '../enforcement/perimeter';
import { askedAs } from '../principals/assemble';
import type { Subject } from '../principals/subjects';
import { partitionOf, type Place } from '../model/resource';
import { arnWithoutPath } from '../principals/arns';
import { type Trust, trustOf } from './trust';

/** Whether somebody can assume a role with `sts:AssumeRole`; `perhaps` if it could not be decided. */
export type Assuming = 'yes' | 'perhaps' | 'no';

/** The account's own users and roles that can assume one role. */
export interface Assumers {
  /** Those that may be permitted to assume it; nobody else can. */
  readonly candidates: Iterable<Subject>;
  /** Decided on the first call for a subject. */
  readonly canAssume: (subject: Subject) => Assuming;
}

const actions = ['sts:AssumeRole'];
const allowAssuming: PolicySource = {
  label: 'the trust policy',
  document: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }],
  },
};

/**
 * Which principals in the account can assume a role, decided exactly from both sides (IAM user guide, evaluation
 * logic within an account). A trust policy that names the account delegates to the account's policies. One that names
 * the principal itself is enough, unless something denies it; for a user it even outweighs what a boundary does not
 * allow. The trust policy's own conditions are part of the question, and the caller can meet those on values that it
 * chooses (an external id, MFA).
 */
export function createAssumers(everybody: readonly Subject[], place: Place): (role: Subject) => Assumers {
  const anyRole = [`arn:${partitionOf(place)}:iam::${place.account}:role/*`];
  const byArn = new Map<string, Subject[]>();
  for (const subject of everybody)
    for (const arn of new Set([subject.principal.arn, arnWithoutPath(subject.principal)]))
      byArn.set(arn, [...(byArn.get(arn) ?? []), subject]);
  let permittedSubjects: readonly Subject[] | undefined;
  const withSomePermission = () =>
    (permittedSubjects ??= everybody.filter(
      (subject) =>
        subject.applied.missing.length > 0 ||
        ask(subject, subject.applied.policies, anyRole) !== 'unreachable',
    ));
  const cache = new Map<Subject, Assumers>();

  return (role) => {
    const assumers = cache.get(role) ?? assumersFor(role);
    cache.set(role, assumers);
    return assumers;
  };

  function assumersFor(role: Subject): Assumers {
    const { detail, arn } = role.principal;
    const trust = trustOf(
      'AssumeRolePolicyDocument' in detail ? detail.AssumeRolePolicyDocument : '',
      place.account,
    );
    const decided = new Map<Subject, Assuming>();
    return {
      candidates: new Set([
        ...(trust.isOpen ? everybody : trust.named.flatMap((name) => byArn.get(name) ?? [])),
        ...(trust.delegates ? withSomePermission() : []),
      ]),
      canAssume: (subject) => {
        const answer = decided.get(subject) ?? (subject === role ? 'no' : decide(subject, trust, [arn]));
        decided.set(subject, answer);
        return answer;
      },
    };
  }
}

function decide(subject: Subject, trust: Trust, role: readonly string[]): Assuming {
  const { direct, account, denied } = trust.admission(subject.principal);
  const { policies, missing } = subject.applied;
  const results = [
    ...(direct.length === 0
      ? []
      : [ask(subject, policiesIfNamed(subject, trust.layer([...direct, ...denied])), role)]),
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

/** The policies of a principal that a trust policy names: only Denies and a missing Allow in an SCP still matter. */
function policiesIfNamed({ principal, applied }: Subject, layer: readonly PolicySource[]): PolicySet {
  const { identity, boundary, scps, rcps } = applied.policies;
  const granted = { scps, rcps: [...rcps, layer] };
  // A boundary's Denies apply. What it does not allow is outweighed for a user, but not for a role.
  if (principal.kind === 'user' && boundary !== null)
    return { ...granted, identity: [...identity, allowAssuming, boundary], boundary: null };
  return { ...granted, identity: [...identity, allowAssuming], boundary };
}

/** The status of the zone outside an empty perimeter: requests from anywhere. */
function ask(subject: Subject, policies: PolicySet, resources: readonly string[]) {
  const problem = {
    ...askedAs(subject),
    policies,
    actions,
    resources,
    perimeter: emptyPerimeter,
  };
  return subject.engine.decide(problem)[0]?.outside.status ?? 'unknown';
}

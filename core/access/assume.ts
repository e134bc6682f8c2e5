import { type Perimeter, type PolicySet, type PolicySource, readTrust, type TrustedPrincipal } from '../iam';
import { parsedDocument } from '../guardrail/policy';
import { identityOf } from '../principals/assemble';
import type { Subject } from '../principals/subjects';
import { partitionOf, type Place } from '../resource';

/** Somebody of this account who can act as a role by `sts:AssumeRole`. */
export interface Assumer {
  readonly subject: Subject;
  /** False where it could not be decided or a policy document is missing. */
  readonly sure: boolean;
}

/** Of the statements of a trust policy, by their number, those that let a principal in or keep it out. */
interface Admission {
  /** They name the principal itself (or anyone): no permission of its own is needed. */
  readonly direct: readonly number[];
  /** They name the account: its own policies must allow it too. */
  readonly account: readonly number[];
  readonly denied: readonly number[];
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
export function createAssumers(
  everybody: readonly Subject[],
  place: Place,
): (role: Subject) => readonly Assumer[] {
  const anyRole = [`arn:${partitionOf(place.region)}:iam::${place.account}:role/*`];
  const ask = ({ principal, engine }: Subject, policies: PolicySet, resources: readonly string[]) => {
    const [answer] = engine.decide({
      principal: identityOf(principal),
      policies,
      actions,
      resources,
      perimeter: anywhere,
    });
    return answer?.outside.status ?? 'unknown';
  };
  let able: readonly Subject[] | undefined;
  const ableAtAll = () =>
    (able ??= everybody.filter(
      (one) => one.applied.missing.length > 0 || ask(one, one.applied.policies, anyRole) !== 'unreachable',
    ));
  const known = new Map<Subject, readonly Assumer[]>();

  return (role) => {
    const made = known.get(role) ?? assumersOf(role, everybody, ableAtAll, place.account, ask);
    known.set(role, made);
    return made;
  };
}

function assumersOf(
  role: Subject,
  everybody: readonly Subject[],
  ableAtAll: () => readonly Subject[],
  account: string,
  ask: (subject: Subject, policies: PolicySet, resources: readonly string[]) => string,
): readonly Assumer[] {
  const { detail, arn } = role.principal;
  if (!('AssumeRolePolicyDocument' in detail)) return [];
  const admit = admissions(detail.AssumeRolePolicyDocument, account);
  const resources = [arn];
  const asked = new Set([
    ...everybody.filter((one) => admit.names(one)),
    ...(admit.delegates ? ableAtAll() : []),
  ]);
  const found: Assumer[] = [];
  for (const subject of asked) {
    if (subject === role) continue;
    const { direct, account: delegated, denied } = admit.of(subject);
    const { policies, missing } = subject.applied;
    const results = [
      direct.length === 0
        ? 'unreachable'
        : ask(subject, named(subject, admit.level([...direct, ...denied])), resources),
      delegated.length === 0
        ? 'unreachable'
        : ask(
            subject,
            { ...policies, rcps: [...policies.rcps, admit.level([...delegated, ...denied])] },
            resources,
          ),
    ];
    if (results.includes('reachable')) found.push({ subject, sure: missing.length === 0 });
    else if (results.includes('unknown') || (missing.length > 0 && direct.length + delegated.length > 0))
      found.push({ subject, sure: false });
  }
  return found;
}

/** The policies of a principal that a trust policy names: only what denies still counts, and an SCP's lack of Allow. */
function named({ principal, applied }: Subject, level: readonly PolicySource[]): PolicySet {
  const { identity, boundary, scps, rcps } = applied.policies;
  const granted = { scps, rcps: [...rcps, level] };
  // A boundary's Denies hold; what it does not allow is outweighed for a user, not for a role.
  if (principal.kind === 'user' && boundary !== null)
    return { ...granted, identity: [...identity, allowAssuming, boundary], boundary: null };
  return { ...granted, identity: [...identity, allowAssuming], boundary };
}

/** A role's trust policy, to be asked about many principals. */
function admissions(document: unknown, account: string) {
  const { statements: all } = readTrust(document);
  const statements = all.filter((statement) => statement.names('sts:AssumeRole'));
  const parsed = parsedDocument(document);
  const Version =
    typeof parsed === 'object' && parsed !== null && 'Version' in parsed ? parsed.Version : undefined;
  const levels = new Map<string, readonly PolicySource[]>();
  const allows = statements.filter(({ effect }) => effect === 'Allow');
  const isAnyone = allows.some(({ except, principals }) => except || principals.some(anyone));

  const of = (subject: Subject): Admission => {
    const admission = { direct: [] as number[], account: [] as number[], denied: [] as number[] };
    for (const [index, { effect, except, principals }] of statements.entries()) {
      const itself = principals.some((one) => anyone(one) || names(one, subject));
      const own = principals.some((one) => isAccount(one, account));
      if (effect === 'Deny') {
        if ((itself || own) !== except) admission.denied.push(index);
      } else if (except) {
        if (!itself && !own) admission.direct.push(index);
      } else if (itself) admission.direct.push(index);
      else if (own) admission.account.push(index);
    }
    return admission;
  };
  return {
    of,
    /** Whether it lets the principal in by name, without a permission of its own. */
    names: (subject: Subject) =>
      isAnyone || allows.some(({ principals }) => principals.some((one) => names(one, subject))),
    /** Whether it lets in whom the account's policies let. */
    delegates: allows.some(
      ({ principals, except }) => !except && principals.some((one) => isAccount(one, account)),
    ),
    /** Those statements as one more layer of policies, each of which must allow: conditions are decided with all others. */
    level: (indexes: readonly number[]): readonly PolicySource[] => {
      const key = indexes.join(' ');
      const made = levels.get(key) ?? [
        {
          label: 'the trust policy of the role',
          document: {
            ...(Version === undefined ? {} : { Version }),
            Statement: indexes.map((index) => onTheRole(statements[index]?.raw ?? {})),
          },
        },
      ];
      levels.set(key, made);
      return made;
    },
  };
}

function onTheRole(raw: Readonly<Record<string, unknown>>): object {
  const { Principal: _, NotPrincipal: __, ...rest } = raw;
  return { ...rest, Resource: '*' };
}

function anyone({ kind, value }: TrustedPrincipal): boolean {
  return kind === '*' || (kind === 'AWS' && value === '*');
}

function isAccount({ kind, value }: TrustedPrincipal, account: string): boolean {
  return kind === 'AWS' && /^(?:arn:[a-z-]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1] === account;
}

/** A role's sessions are named by the role's name, without its path. */
function names({ kind, value }: TrustedPrincipal, { principal }: Subject): boolean {
  if (kind !== 'AWS') return false;
  if (value === principal.arn) return true;
  const [, account, role] = /^arn:[a-z-]+:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(value) ?? [];
  return principal.kind === 'role' && role === principal.name && principal.arn.split(':')[4] === account;
}

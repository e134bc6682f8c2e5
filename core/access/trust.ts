import { parsedDocument } from '../guardrail/policy';
import {
  type PolicySource,
  readTrust,
  splitArn,
  type TrustedPrincipal,
  type TrustStatement,
} from '@palisade/iam';
import type { Principal } from '../principals/assemble';
import { accountNamed, arnWithoutPath } from '../principals/arns';
import { isRecord } from '../model/json';

/** The statements of a trust policy that concern a principal, by their index. */
export interface Admission {
  /** These name the principal itself (or anyone), so it needs no permission of its own. */
  readonly direct: readonly number[];
  /** These name the account, so the principal's own policies must allow it too. */
  readonly account: readonly number[];
  readonly denied: readonly number[];
}

/** What a role's trust policy means for `sts:AssumeRole` by users and roles of its own account. */
export interface Trust {
  /** Whether it admits everyone whom the account's policies allow. */
  readonly delegates: boolean;
  /** Whether it admits everybody, including everybody in this account. */
  readonly isOpen: boolean;
  /** The ARNs that it admits by name; for a session of a role, the ARN of the role without its path. */
  readonly named: readonly string[];
  admission(principal: Principal): Admission;
  /**
   * Those statements as one more layer of policies that must allow, so that their conditions are decided with all
   * others.
   */
  layer(statements: readonly number[]): readonly PolicySource[];
}

/** Reads a trust policy; statements that cannot be understood are left out. */
export function trustOf(document: unknown, account: string): Trust {
  const statements = readTrust(document).statements.filter((statement) => statement.names('sts:AssumeRole'));
  const allows = statements.filter(({ effect, except }) => effect === 'Allow' && !except);
  const trusted = allows.flatMap(({ principals }) => principals);
  const layers = new Map<string, readonly PolicySource[]>();
  return {
    delegates: trusted.some((party) => isAccount(party, account)),
    isOpen: trusted.some(isAnyone) || statements.some(({ effect, except }) => effect === 'Allow' && except),
    named: trusted.flatMap(({ kind, value }) => (kind === 'AWS' ? [roleOfSession(value) ?? value] : [])),
    admission: (principal) => admissionOf(principal, statements, account),
    layer: (indexes) => {
      const key = indexes.join(' ');
      const layer = layers.get(key) ?? [
        layerOf(
          document,
          indexes.map((index) => statements[index]),
        ),
      ];
      layers.set(key, layer);
      return layer;
    },
  };
}

function admissionOf(
  principal: Principal,
  statements: readonly TrustStatement[],
  account: string,
): Admission {
  const admission = { direct: [] as number[], account: [] as number[], denied: [] as number[] };
  for (const [index, { effect, except, principals }] of statements.entries()) {
    const itself = principals.some((party) => isAnyone(party) || isNamed(party, principal));
    const own = principals.some((party) => isAccount(party, account));
    if (effect === 'Deny') {
      if ((itself || own) !== except) admission.denied.push(index);
    } else if (except) {
      if (!itself && !own) admission.direct.push(index);
    } else if (itself) admission.direct.push(index);
    else if (own) admission.account.push(index);
  }
  return admission;
}

function layerOf(document: unknown, statements: readonly (TrustStatement | undefined)[]): PolicySource {
  const parsed = parsedDocument(document);
  const Version = isRecord(parsed) ? parsed['Version'] : undefined;
  return {
    label: 'the trust policy of the role',
    document: {
      ...(Version === undefined ? {} : { Version }),
      Statement: statements.map((statement) => {
        const { Principal: _, NotPrincipal: __, ...rest } = statement?.raw ?? {};
        return { ...rest, Resource: '*' };
      }),
    },
  };
}

function isAnyone({ kind, value }: TrustedPrincipal): boolean {
  return kind === '*' || (kind === 'AWS' && value === '*');
}

function isAccount({ kind, value }: TrustedPrincipal, account: string): boolean {
  return kind === 'AWS' && accountNamed(value) === account;
}

function isNamed({ kind, value }: TrustedPrincipal, principal: Principal): boolean {
  if (kind !== 'AWS') return false;
  return (
    value === principal.arn ||
    (principal.kind === 'role' && roleOfSession(value) === arnWithoutPath(principal))
  );
}

/** The ARN, without a path, of the role that a session belongs to; `undefined` if the value is not a session's ARN. */
function roleOfSession(value: string): string | undefined {
  const arn = splitArn(value);
  const [kind, role = '', session] = (arn?.resource ?? '').split('/');
  if (arn?.service !== 'sts' || kind !== 'assumed-role' || role === '' || session === undefined)
    return undefined;
  return `arn:${arn.partition}:iam::${arn.account}:role/${role}`;
}

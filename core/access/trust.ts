import { parsedDocument } from '../guardrail/policy';
import { type PolicySource, readTrust, type TrustedPrincipal, type TrustStatement } from '@palisade/iam';
import type { Principal } from '../principals/assemble';

/** Of the statements of a trust policy, by their number, those that let a principal in or keep it out. */
export interface Admission {
  /** They name the principal itself (or anyone): no permission of its own is needed. */
  readonly direct: readonly number[];
  /** They name the account: its own policies must allow it too. */
  readonly account: readonly number[];
  readonly denied: readonly number[];
}

/** What a role's trust policy says about `sts:AssumeRole` for the users and roles of its own account. */
export interface Trust {
  /** Whether it lets in whom the account's policies let. */
  readonly delegates: boolean;
  /** Whether it lets everybody in, of this account too. */
  readonly isOpen: boolean;
  /** The ARNs that it lets in by name; of a role's session the ARN is the role's without its path. */
  readonly named: readonly string[];
  admission(principal: Principal): Admission;
  /** Those statements as one more layer of policies that must allow: conditions are then decided with all others. */
  layer(statements: readonly number[]): readonly PolicySource[];
}

export function trustOf(document: unknown, account: string): Trust {
  const statements = readTrust(document).statements.filter((one) => one.names('sts:AssumeRole'));
  const allows = statements.filter(({ effect, except }) => effect === 'Allow' && !except);
  const trusted = allows.flatMap(({ principals }) => principals);
  const layers = new Map<string, readonly PolicySource[]>();
  return {
    delegates: trusted.some((one) => isAccount(one, account)),
    isOpen: trusted.some(isAnyone) || statements.some(({ effect, except }) => effect === 'Allow' && except),
    named: trusted.flatMap(({ kind, value }) => (kind === 'AWS' ? [roleOfSession(value) ?? value] : [])),
    admission: (principal) => admissionOf(principal, statements, account),
    layer: (indexes) => {
      const key = indexes.join(' ');
      const made = layers.get(key) ?? [
        layerOf(
          document,
          indexes.map((index) => statements[index]),
        ),
      ];
      layers.set(key, made);
      return made;
    },
  };
}

/** A role's ARN as its sessions have it: without the path. */
export function withoutPath({ kind, name, arn }: Principal): string {
  return `${arn.slice(0, arn.indexOf(`:${kind}/`))}:${kind}/${name}`;
}

function admissionOf(
  principal: Principal,
  statements: readonly TrustStatement[],
  account: string,
): Admission {
  const admission = { direct: [] as number[], account: [] as number[], denied: [] as number[] };
  for (const [index, { effect, except, principals }] of statements.entries()) {
    const itself = principals.some((one) => isAnyone(one) || isNamed(one, principal));
    const own = principals.some((one) => isAccount(one, account));
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
  const Version =
    typeof parsed === 'object' && parsed !== null && 'Version' in parsed ? parsed.Version : undefined;
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
  return kind === 'AWS' && /^(?:arn:[a-z-]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1] === account;
}

function isNamed({ kind, value }: TrustedPrincipal, principal: Principal): boolean {
  if (kind !== 'AWS') return false;
  return (
    value === principal.arn || (principal.kind === 'role' && roleOfSession(value) === withoutPath(principal))
  );
}

function roleOfSession(value: string): string | undefined {
  const [, partition, account, role] =
    /^arn:([a-z-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(value) ?? [];
  return role === undefined ? undefined : `arn:${partition ?? ''}:iam::${account ?? ''}:role/${role}`;
}

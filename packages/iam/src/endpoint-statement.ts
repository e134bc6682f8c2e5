import { formOf } from './document';
import { isRefused } from './refused';
import { isRecord, type JsonObject, shorten, strings } from './shape';
import { type Arn, splitArn } from './split-arn';
import type { PolicySource } from './types';

/** Conditions in a policy's own notation: operator → key → values. */
type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** One entry of a Principal element, as conditions that its requests meet. */
interface Who {
  readonly conditions: Conditions;
  /** Set when the entry is a whole account. */
  readonly account?: string;
  /** What is not decided; `conditions` apply nevertheless. */
  readonly undecided?: string;
}

const everyone: Who = { conditions: {} };

/**
 * Translates the statements of an endpoint policy into identity policies with the same meaning: the Principal element
 * becomes conditions on `aws:PrincipalAccount`, `aws:PrincipalArn` and `aws:PrincipalServiceName` (IAM user guide,
 * Principal and NotPrincipal elements). There is one source per statement, so that an answer names the statement it
 * came from. What cannot be translated is kept, and the engine answers that it is not understood.
 */
export function endpointSources(document: unknown): readonly PolicySource[] {
  const form = formOf(document);
  if (isRefused(form)) return [{ label: 'the endpoint policy', document }];
  const Version = form.variables ? '2012-10-17' : '2008-10-17';
  return form.statements.map((raw, index) => ({
    label: statementName(raw, index),
    document: { Version, Statement: isRecord(raw) ? translate(raw) : [raw] },
  }));
}

/** `statement 2 (AllowTeam)`: counted from 1, with its Sid where it has one. */
function statementName(raw: unknown, index: number): string {
  const sid = isRecord(raw) ? raw['Sid'] : undefined;
  return `statement ${index + 1}${typeof sid === 'string' && sid !== '' ? ` (${shorten(sid)})` : ''}`;
}

/** The principals of a statement are a union, so each of them gets a statement of its own. */
function translate(raw: JsonObject): readonly JsonObject[] {
  const { Principal, NotPrincipal, ...rest } = raw;
  if (Object.hasOwn(raw, 'Principal') === Object.hasOwn(raw, 'NotPrincipal'))
    return [undecided(rest, 'no one Principal')];
  if (!Object.hasOwn(raw, 'Principal')) return [except(rest, NotPrincipal)];
  const principals = entriesOf(Principal);
  if (principals === null) return [undecided(rest, 'Principal is not understood')];
  if (principals.some((who) => who === everyone)) return [rest];
  return principals.map((who) => {
    const narrowed = narrow(rest, who.conditions);
    return who.undecided === undefined ? narrowed : undecided(narrowed, who.undecided);
  });
}

/**
 * NotPrincipal with whole accounts is exact; a Deny that spares roles or users also depends on how they are assumed.
 */
function except(rest: JsonObject, element: unknown): JsonObject {
  const spared = entriesOf(element)?.map(({ account }) => account) ?? [undefined];
  const accounts = spared.filter((account) => account !== undefined);
  return accounts.length < spared.length
    ? undecided(rest, 'NotPrincipal names more than accounts')
    : narrow(rest, { StringNotEquals: { 'aws:PrincipalAccount': accounts } });
}

/** The entries of a Principal element; null where it is malformed. */
function entriesOf(element: unknown): readonly Who[] | null {
  if (element === '*') return [everyone];
  if (!isRecord(element) || Object.keys(element).length === 0) return null;
  const found: Who[] = [];
  for (const [kind, value] of Object.entries(element)) {
    const names = strings(value);
    if (names === null) return null;
    for (const name of names)
      found.push(kind === 'AWS' ? identity(name) : kind === 'Service' ? service(name) : other(kind));
  }
  return found;
}

/** An entry under `AWS`: everyone, an account, a user or role, or a session. */
function identity(name: string): Who {
  if (name === '*') return everyone;
  if (isAccount(name)) return wholeAccount(name);
  const arn = principalArn(name);
  if (arn === undefined) return { conditions: {}, undecided: `Principal '${shorten(name)}'` };
  if (arn.service === 'iam' && arn.resource === 'root') return wholeAccount(arn.account);
  const ofOwner = { 'aws:PrincipalAccount': [arn.account] };
  if (arn.service === 'iam' && /^(?:user|role)\//.test(arn.resource))
    return { conditions: { StringEquals: { ...ofOwner, 'aws:PrincipalArn': [name] } } };
  // A session has no condition key of its own: which role it belongs to depends on the role's path.
  return { conditions: { StringEquals: ofOwner }, undecided: `Principal '${shorten(name)}'` };
}

function isAccount(text: string): boolean {
  return /^\d{12}$/.test(text);
}

function wholeAccount(account: string): Who {
  return { conditions: { StringEquals: { 'aws:PrincipalAccount': [account] } }, account };
}

/** The ARN of an account, user, role or session, without wildcards; `undefined` for any other text. */
function principalArn(text: string): Arn | undefined {
  const arn = splitArn(text);
  if (arn === undefined) return undefined;
  const { partition, service: name, region, account, resource } = arn;
  const isComplete = /^[a-z-]+$/.test(partition) && region === '' && isAccount(account);
  return isComplete && ['iam', 'sts'].includes(name) && /^[^*?]+$/.test(resource) ? arn : undefined;
}

function service(name: string): Who {
  return {
    conditions: {
      Bool: { 'aws:PrincipalIsAWSService': ['true'] },
      StringEquals: { 'aws:PrincipalServiceName': [name] },
    },
  };
}

function other(kind: string): Who {
  return { conditions: {}, undecided: `Principal of the kind ${shorten(kind)}` };
}

/**
 * The statement with additional conditions. A request of a user or role always has the keys in question, so `IfExists`
 * and `ForAllValues` do not change the meaning, and are used when the statement already has the plain operator.
 */
function narrow(rest: JsonObject, conditions: Conditions): JsonObject {
  const written = rest['Condition'] ?? {};
  if (!isRecord(written)) return rest;
  const merged: Record<string, unknown> = { ...written };
  for (const [operator, keys] of Object.entries(conditions)) {
    const free = [
      operator,
      `${operator}IfExists`,
      `ForAllValues:${operator}`,
      `ForAllValues:${operator}IfExists`,
    ].find((name) => !Object.hasOwn(written, name));
    if (free === undefined) return undecided(rest, 'its Principal cannot be put as a condition');
    merged[free] = keys;
  }
  return { ...rest, Condition: merged };
}

/** Marks a statement as not understood with an unknown element: the engine neither relies on it nor rules it out. */
function undecided(rest: JsonObject, why: string): JsonObject {
  return { ...rest, [why]: true };
}

/** What the engine did not understand in a source, without the parts that the translation added. */
export function readable(what: string): string {
  return what
    .replace(/^Statement\[0\][.:]?\s*/, '')
    .replace(/^no element (.*) is known$/, '$1 is not decided');
}

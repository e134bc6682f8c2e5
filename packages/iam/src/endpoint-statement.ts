import { formOf } from './document';
import { isObject, type JsonObject, shorten, strings } from './shape';
import type { PolicySource } from './types';

/** Conditions in a policy's own notation: operator → key → values. */
type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Who one entry of a Principal element is, as conditions that its requests meet. */
interface Who {
  readonly conditions: Conditions;
  /** Where it is a whole account. */
  readonly account?: string;
  /** What is not decided; `conditions` hold all the same. */
  readonly undecided?: string;
}

const everyone: Who = { conditions: {} };

/**
 * The statements of an endpoint policy as identity policies with the same meaning: who is asked in the Principal
 * element becomes conditions on `aws:PrincipalAccount`, `aws:PrincipalArn` and `aws:PrincipalServiceName` (IAM user
 * guide, Principal and NotPrincipal elements). One source a statement, so that an answer names the statement it came
 * from; what cannot be translated stays in place, and the engine answers that it is not understood.
 */
export function endpointSources(document: unknown): readonly PolicySource[] {
  const shape = formOf(document);
  if (typeof shape === 'string') return [{ label: 'the endpoint policy', document }];
  const Version = shape.variables ? '2012-10-17' : '2008-10-17';
  return shape.statements.map((raw, index) => ({
    label: statementName(raw, index),
    document: { Version, Statement: isObject(raw) ? translate(raw) : [raw] },
  }));
}

/** `statement 2 (AllowTeam)`: counted from 1, with its Sid where it has one. */
function statementName(raw: unknown, index: number): string {
  const sid = isObject(raw) ? raw['Sid'] : undefined;
  return `statement ${index + 1}${typeof sid === 'string' && sid !== '' ? ` (${shorten(sid)})` : ''}`;
}

/** A union of principals becomes one statement for each of them. */
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

/** NotPrincipal of whole accounts is exact; a Deny that spares roles or users also depends on how they are assumed. */
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
  if (!isObject(element) || Object.keys(element).length === 0) return null;
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
  const account = /^(\d{12})$/.exec(name)?.[1] ?? /^arn:[a-z-]+:iam::(\d{12}):root$/.exec(name)?.[1];
  if (account !== undefined)
    return { conditions: { StringEquals: { 'aws:PrincipalAccount': [account] } }, account };
  const owner = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):[^*?]+$/.exec(name)?.[1];
  if (owner === undefined) return { conditions: {}, undecided: `Principal '${shorten(name)}'` };
  const ofOwner = { 'aws:PrincipalAccount': [owner] };
  if (/:iam::\d{12}:(?:user|role)\//.test(name))
    return { conditions: { StringEquals: { ...ofOwner, 'aws:PrincipalArn': [name] } } };
  // A session has no condition key of its own: which role it is of depends on the role's path.
  return { conditions: { StringEquals: ofOwner }, undecided: `Principal '${shorten(name)}'` };
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
 * The statement with further conditions. A request of a user or role always has the keys in question, so that
 * `IfExists` and `ForAllValues` mean the same there, and serve where the statement has the plain operator itself.
 */
function narrow(rest: JsonObject, conditions: Conditions): JsonObject {
  const written = rest['Condition'] ?? {};
  if (!isObject(written)) return rest;
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

/** Marks a statement as not understood: the engine neither relies on nor rules out one with an element it does not know. */
function undecided(rest: JsonObject, why: string): JsonObject {
  return { ...rest, [why]: true };
}

/** What the engine did not understand in a source, without what the translation added. */
export function readable(what: string): string {
  return what
    .replace(/^Statement\[0\][.:]?\s*/, '')
    .replace(/^no element (.*) is known$/, '$1 is not decided');
}

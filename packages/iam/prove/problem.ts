import { z } from 'zod';
import type { Perimeter, PolicySet, PolicySource, Problem } from '../src';
import { contradictionIn } from '../src/emptied';
import { homeOf } from '../src/principal';
import { isRefused, type Refused, refused } from '../src/refused';
import { readContext, toContext } from './context';
import { policyFields, questionFields } from './fields';
import { repeatedKey } from './repeated';
import { splitArn } from '../src/split-arn';
import type { PrincipalIdentity } from '../src/types';
import { contradictsNetwork, contradictsNow, contradictsPrincipal } from './contradictions';
import { completed } from './together';

/** One line of `palisade prove`. */
const line = z.strictObject({
  id: z.union([z.string(), z.number()]).optional(),
  ...questionFields,
  ...policyFields,
  context: z.record(z.string(), z.unknown()).optional(),
  before: z.strictObject(policyFields).optional(),
});

type Line = z.infer<typeof line>;
type Policies = Pick<Line, 'identity' | 'boundary' | 'scps' | 'rcps'>;

export interface ReadProblem {
  readonly problem: Problem;
  readonly before: PolicySet | null;
}

function source(label: string, document: unknown): PolicySource {
  return { label, document };
}

function toPolicySet(policies: Policies, prefix: string): PolicySet {
  const { boundary } = policies;
  const level = (kind: string) => (list: readonly unknown[], at: number) =>
    list.map((document, index) => source(`${prefix}${kind}[${at}][${index}]`, document));
  return {
    identity: policies.identity.map((document, index) => source(`${prefix}identity[${index}]`, document)),
    boundary: boundary === undefined || boundary === null ? null : source(`${prefix}boundary`, boundary),
    scps: policies.scps.map(level('scps')),
    rcps: policies.rcps.map(level('rcps')),
  };
}

const MAX_PERIMETERS = 64;
const perimeters = new Map<string, Perimeter>();

/** The same object for the same perimeter, so that the engine prepares it once and not for every line. */
function shared(perimeter: Perimeter): Perimeter {
  const text = JSON.stringify(perimeter);
  const known = perimeters.get(text);
  if (known !== undefined) return known;
  if (perimeters.size >= MAX_PERIMETERS) perimeters.clear();
  perimeters.set(text, perimeter);
  return perimeter;
}

function perimeterOf({ endpointOwnerKeys, ...rest }: Line['perimeter']): Perimeter {
  return { ...rest, ...given('endpointOwnerKeys', endpointOwnerKeys) };
}

/** Only what is there: an absent field is not one that is undefined. */
function given<K extends string, T>(name: K, value: T | undefined): Partial<Record<K, T>> {
  const fields: Partial<Record<K, T>> = {};
  if (value !== undefined) fields[name] = value;
  return fields;
}

function identityOf({ arn, tags, sessionTags, id }: Line['principal']): PrincipalIdentity {
  return { arn, ...given('tags', tags), ...given('sessionTags', sessionTags), ...given('id', id) };
}

/** A request and what it acts on are in one partition. */
function otherPartition(of: PrincipalIdentity, asked: readonly string[]): string | null {
  const { partition } = homeOf(of);
  const index = asked.findIndex((pattern) => {
    const other = splitArn(pattern)?.partition ?? '*';
    return !/[*?]/.test(other) && other !== partition;
  });
  return index < 0
    ? null
    : `resources.${index}: '${asked[index] ?? ''}' is not in the principal's partition, ${partition}`;
}

/** The path of a key that a policy in JSON text has twice. Text that is not JSON is left to the engine. */
function twiceInTexts(sets: readonly PolicySet[]): string | null {
  for (const { identity, boundary, scps, rcps } of sets)
    for (const { label, document } of [
      ...identity,
      ...(boundary === null ? [] : [boundary]),
      ...[...scps, ...rcps].flat(),
    ]) {
      if (typeof document !== 'string') continue;
      const text = jsonText(document);
      const path = text === null ? null : repeatedKey(text);
      if (path !== null) return `${label}.${path}`;
    }
  return null;
}

function jsonText(document: string): string | null {
  try {
    const text = document.startsWith('%7B') ? decodeURIComponent(document) : document;
    JSON.parse(text);
    return text;
  } catch {
    return null;
  }
}

/** The context as the engine takes it, with what follows from it; refused where no request can have it. */
function contextOf(read: Line, problem: Problem): Problem['context'] | Refused {
  const context = readContext(read.context ?? {});
  if (isRefused(context)) return context;
  const whole = completed(context);
  if (isRefused(whole)) return whole;
  const wrong =
    contradictsPrincipal(whole, problem.principal) ??
    contradictsNetwork(whole, problem.perimeter) ??
    (read.now === undefined ? null : contradictsNow(whole, read.now));
  if (wrong !== null) return refused(wrong);
  const made = toContext(whole);
  const never = contradictionIn({ ...problem, context: made });
  return never === null ? made : refused(`context: no request is like this: ${never}`);
}

const MAX_NAMED = 4;

/** Reads one problem from its text, which is JSON. A refusal says what is wrong and where. */
export function readProblem(value: unknown, text: string): ReadProblem | Refused {
  const result = line.safeParse(value);
  if (!result.success) {
    const named = result.error.issues.slice(0, MAX_NAMED);
    return refused(
      named
        .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
        .join('; '),
    );
  }
  const read = result.data;
  const problem: Problem = {
    principal: identityOf(read.principal),
    policies: toPolicySet(read, ''),
    actions: read.actions,
    resources: read.resources,
    perimeter: shared(perimeterOf(read.perimeter)),
    ...given('now', read.now),
  };
  const before = read.before === undefined ? null : toPolicySet(read.before, 'before.');
  const twice = repeatedKey(text) ?? twiceInTexts([problem.policies, ...(before === null ? [] : [before])]);
  if (twice !== null) return refused(`${twice}: is given twice`);
  const elsewhere = otherPartition(problem.principal, read.resources);
  if (elsewhere !== null) return refused(elsewhere);
  if (read.context === undefined) return { problem, before };
  const context = contextOf(read, problem);
  if (context !== undefined && isRefused(context)) return context;
  return { problem: { ...problem, ...given('context', context) }, before };
}

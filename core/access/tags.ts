import { parsedDocument } from '../guardrail/policy';
import type { PolicySet, PolicySource } from '@palisade/iam';

/**
 * The tags of a notebook instance are in no reply that Palisade reads, and the IAM engine takes what is not known as
 * free. So "can open it" may mean: with the right tags. This makes the opposite assumption: an Allow that looks at tags
 * of the resource does not help, and a Deny that does always holds. Who can open it even then can for certain.
 *
 * @returns a function of policies; `undefined` where no policy looks at tags, so that there is nothing to assume
 */
export function createTagless(): (policies: PolicySet) => PolicySet | undefined {
  const documents = new Map<unknown, unknown>();
  const source = (one: PolicySource): PolicySource => {
    if (!documents.has(one.document)) documents.set(one.document, withoutTags(one.document));
    const document = documents.get(one.document);
    return document === one.document ? one : { ...one, document };
  };
  const level = (sources: readonly PolicySource[]) => {
    const changed = sources.map(source);
    return changed.every((one, index) => one === sources[index]) ? sources : changed;
  };
  return (policies) => {
    const identity = level(policies.identity);
    const boundary = policies.boundary === null ? null : source(policies.boundary);
    const scps = policies.scps.map(level);
    const rcps = policies.rcps.map(level);
    const isSame =
      identity === policies.identity &&
      boundary === policies.boundary &&
      scps.every((one, index) => one === policies.scps[index]) &&
      rcps.every((one, index) => one === policies.rcps[index]);
    return isSame ? undefined : { identity, boundary, scps, rcps };
  };
}

type Json = Readonly<Record<string, unknown>>;

function withoutTags(document: unknown): unknown {
  if (typeof document === 'string' && !/resourcetag/i.test(document)) return document;
  const parsed = parsedDocument(document);
  // What cannot be read stays as it is: the engine names the place.
  if (!isObject(parsed) || !testsTags(parsed)) return document;
  const { Statement } = parsed;
  const statements: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  return { ...parsed, Statement: statements.flatMap(statementWithoutTags) };
}

function statementWithoutTags(statement: unknown): unknown[] {
  if (!isObject(statement) || !testsTags(statement)) return [statement];
  if (statement['Effect'] !== 'Deny') return [];
  const { Resource, NotResource, Condition, ...rest } = statement;
  const place = testsTags([Resource, NotResource])
    ? { Resource: '*' }
    : {
        ...(Resource === undefined ? {} : { Resource }),
        ...(NotResource === undefined ? {} : { NotResource }),
      };
  const conditions = isObject(Condition) ? conditionsWithoutTags(Condition) : Condition;
  return [{ ...rest, ...place, ...(conditions === undefined ? {} : { Condition: conditions }) }];
}

/** Without the keys that are tags of the resource or are compared with one. */
function conditionsWithoutTags(block: Json): Json | undefined {
  const kept = Object.entries(block).flatMap(([operator, keys]) => {
    if (!isObject(keys)) return [[operator, keys] as const];
    const others = Object.entries(keys).filter((entry) => !testsTags(entry));
    return others.length === 0 ? [] : [[operator, Object.fromEntries(others)] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** `aws:ResourceTag/…` and `sagemaker:ResourceTag/…`, as a key or in a variable. */
function testsTags(value: unknown): boolean {
  return /resourcetag/i.test(JSON.stringify(value));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

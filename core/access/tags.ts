import { parsedDocument } from '../guardrail/policy';
import type { PolicySet, PolicySource } from '@palisade/iam';
import { isRecord } from '../model/json';

/**
 * No reply that Palisade reads contains the tags of a notebook instance, and the IAM engine treats unknown values as
 * free. So "can open it" may only be true with the right tags. This function makes the opposite assumption: an Allow
 * that checks tags of the resource never applies, and a Deny that does always applies. A principal that can open the
 * notebook even then can certainly open it.
 *
 * @returns a function that rewrites policies; `undefined` where no policy checks tags
 */
export function createTagless(): (policies: PolicySet) => PolicySet | undefined {
  const documents = new Map<unknown, unknown>();
  const rewrite = (source: PolicySource): PolicySource => {
    if (!documents.has(source.document)) documents.set(source.document, withoutTags(source.document));
    const document = documents.get(source.document);
    return document === source.document ? source : { ...source, document };
  };
  const rewriteAll = (sources: readonly PolicySource[]) => {
    const changed = sources.map(rewrite);
    return changed.every((source, index) => source === sources[index]) ? sources : changed;
  };
  return (policies) => {
    const identity = rewriteAll(policies.identity);
    const boundary = policies.boundary === null ? null : rewrite(policies.boundary);
    const scps = policies.scps.map(rewriteAll);
    const rcps = policies.rcps.map(rewriteAll);
    const isSame =
      identity === policies.identity &&
      boundary === policies.boundary &&
      scps.every((level, index) => level === policies.scps[index]) &&
      rcps.every((level, index) => level === policies.rcps[index]);
    return isSame ? undefined : { identity, boundary, scps, rcps };
  };
}

type Json = Readonly<Record<string, unknown>>;

function withoutTags(document: unknown): unknown {
  if (typeof document === 'string' && !/resourcetag/i.test(document)) return document;
  const parsed = parsedDocument(document);
  // A document that cannot be read stays as it is, and the engine reports the path of the problem.
  if (!isRecord(parsed) || !testsTags(parsed)) return document;
  const { Statement } = parsed;
  const statements: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  return { ...parsed, Statement: statements.flatMap(statementWithoutTags) };
}

function statementWithoutTags(statement: unknown): unknown[] {
  if (!isRecord(statement) || !testsTags(statement)) return [statement];
  if (statement['Effect'] !== 'Deny') return [];
  const { Resource, NotResource, Condition, ...rest } = statement;
  const target = testsTags([Resource, NotResource])
    ? { Resource: '*' }
    : {
        ...(Resource === undefined ? {} : { Resource }),
        ...(NotResource === undefined ? {} : { NotResource }),
      };
  const conditions = isRecord(Condition) ? conditionsWithoutTags(Condition) : Condition;
  return [{ ...rest, ...target, ...(conditions === undefined ? {} : { Condition: conditions }) }];
}

/** The conditions without the keys that are tags of the resource or are compared with one. */
function conditionsWithoutTags(block: Json): Json | undefined {
  const kept = Object.entries(block).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) return [[operator, keys] as const];
    const others = Object.entries(keys).filter((entry) => !testsTags(entry));
    return others.length === 0 ? [] : [[operator, Object.fromEntries(others)] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Whether the value contains `aws:ResourceTag/…` or `sagemaker:ResourceTag/…`, as a key or in a variable. */
function testsTags(value: unknown): boolean {
  return /resourcetag/i.test(JSON.stringify(value));
}

import { parsedDocument } from '../guardrail/policy';
import { isRecord } from '../model/json';
import { matchesPattern } from '../settings/pattern';
import { rcpServices } from './rcp-services';

/**
 * A resource control policy without what it says about services that such policies do not reach; `undefined` if
 * nothing is left. Statements keep their numbers. What cannot be read stays as it is, and the IAM engine reports it.
 */
export function withinReach(document: unknown): unknown {
  const parsed = parsedDocument(document);
  if (!isRecord(parsed)) return document;
  const { Statement } = parsed;
  const statements: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  const reaching = statements.map(reachingPart);
  if (reaching.every((statement) => statement === undefined)) return undefined;
  return { ...parsed, Statement: reaching.map((statement) => statement ?? idle) };
}

/** Stands where a statement had no effect, so that the numbers of the others stay as they are in the policy. */
const idle = { Effect: 'Deny', Principal: '*', Action: 'none:None', Resource: '*' };

function reachingPart(statement: unknown): unknown {
  if (!isRecord(statement)) return statement;
  // AWS accepts neither of these in a resource control policy (RCP syntax, unsupported elements; read 30 Nov 2026).
  if (statement['NotAction'] !== undefined || statement['NotPrincipal'] !== undefined) return undefined;
  // An Allow adds nothing to the full access of every level.
  if (statement['Effect'] === 'Allow') return undefined;
  const { Action } = statement;
  const patterns: readonly unknown[] = Array.isArray(Action) ? Action : [Action];
  const reached = patterns.flatMap(reachedBy);
  return reached.length === 0 && patterns.length > 0 ? undefined : { ...statement, Action: reached };
}

/** The pattern, limited to services within reach. */
function reachedBy(pattern: unknown): readonly unknown[] {
  if (typeof pattern !== 'string') return [pattern];
  if (pattern === '*') return rcpServices.map((service) => `${service}:*`);
  const colon = pattern.indexOf(':');
  if (colon < 0) return [pattern];
  const prefix = pattern.slice(0, colon).toLowerCase();
  return rcpServices
    .filter((service) => matchesPattern(prefix, service))
    .map((service) => `${service}${pattern.slice(colon)}`);
}

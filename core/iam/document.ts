import { concerns, isActionPattern } from './action';
import { isObject, shorten } from './shape';
import { actionsOf, namesAction, opaqueStatement, parseStatement, type Statement } from './statement';

/** A policy document, read as far as the questions asked so far needed it. */
export interface CompiledDocument {
  /** The statements that name the action (lower case) of the service, and those that cannot be read. */
  statements(action: string, service: string): readonly Statement[];
}

interface Shape {
  readonly variables: boolean;
  readonly statements: readonly unknown[];
}

const nothing: readonly Statement[] = [];
const versions: ReadonlySet<unknown> = new Set(['2012-10-17', '2008-10-17', undefined]);

function decoded(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  return JSON.parse(document.startsWith('%7B') ? decodeURIComponent(document) : document);
}

function shapeOf(document: unknown): Shape | string {
  let root: unknown;
  try {
    root = decoded(document);
  } catch {
    return 'the document is not JSON';
  }
  if (!isObject(root)) return 'the document is not an object';
  for (const element of Object.keys(root)) {
    if (element !== 'Version' && element !== 'Id' && element !== 'Statement')
      return `no element ${shorten(element)} is known`;
  }
  const version = root['Version'];
  if (!versions.has(version)) return 'Version is neither 2012-10-17 nor 2008-10-17';
  const statement = root['Statement'];
  if (statement === undefined) return 'no Statement';
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  return { variables: version === '2012-10-17', statements };
}

function mayConcern(raw: unknown, service: string): boolean {
  if (!isObject(raw)) return true;
  const { Action: action } = raw;
  if (typeof action === 'string') return concerns(action, service);
  if (!Array.isArray(action)) return true;
  for (const one of action as readonly unknown[])
    if (typeof one !== 'string' || concerns(one, service)) return true;
  return action.length === 0;
}

function read(
  raw: unknown,
  index: number,
  action: string,
  options: { variables: boolean; principal: boolean },
): Statement | null {
  if (!isObject(raw)) return opaqueStatement(index, `Statement[${index}] is not an object`);
  const actions = actionsOf(raw);
  if (typeof actions === 'string') return opaqueStatement(index, `Statement[${index}]: ${actions}`);
  const malformed = actions.patterns.find((pattern) => !isActionPattern(pattern));
  if (malformed !== undefined) {
    return opaqueStatement(index, `Statement[${index}]: '${shorten(malformed)}' is not an action`);
  }
  return namesAction(actions, action) ? parseStatement(raw, index, options) : null;
}

/** Compiles lazily: nothing is kept of a document that does not concern the service asked about. */
export function compileDocument(document: unknown, principal: boolean): CompiledDocument {
  const shape = shapeOf(document);
  if (typeof shape === 'string') {
    const whole = [opaqueStatement(-1, shape)];
    return { statements: () => whole };
  }
  const options = { variables: shape.variables, principal };
  const foreign: string[] = [];
  const byAction = new Map<string, readonly Statement[]>();
  return {
    statements(action, service) {
      if (foreign.includes(service)) return nothing;
      const known = byAction.get(action);
      if (known !== undefined) return known;
      if (!shape.statements.some((raw) => mayConcern(raw, service))) {
        foreign.push(service);
        return nothing;
      }
      const found: Statement[] = [];
      for (const [index, raw] of shape.statements.entries()) {
        const statement = mayConcern(raw, service) ? read(raw, index, action, options) : null;
        if (statement !== null) found.push(statement);
      }
      byAction.set(action, found);
      return found;
    },
  };
}

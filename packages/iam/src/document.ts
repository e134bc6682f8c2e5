import { concerns, isActionPattern } from './action';
import { isObject, type JsonObject, shorten } from './shape';
import {
  actionsOf,
  namesAction,
  mentionsPrincipal,
  opaqueStatement,
  parseStatement,
  type Statement,
  type StatementOptions,
} from './statement';

/** A policy document, read as far as the questions asked so far needed it. */
export interface CompiledDocument {
  readonly id: number;
  /** False where no statement can match an action of the service (lower case). */
  concerns(service: string): boolean;
  /** Whether its statements about the service may look at who the principal is. */
  testsPrincipal(service: string): boolean;
  /** The statements that name the action (lower case), and those that cannot be read. The same list for the same ones. */
  statements(action: string): readonly Statement[];
}

/** The outer form of a document: its statements, not yet looked at. */
export interface DocumentForm {
  readonly variables: boolean;
  readonly statements: readonly unknown[];
}

function isVersion(version: unknown): boolean {
  return version === '2012-10-17' || version === '2008-10-17' || version === undefined;
}

function isElement(name: string): boolean {
  return name === 'Version' || name === 'Id' || name === 'Statement';
}

function decoded(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  return JSON.parse(document.startsWith('%7B') ? decodeURIComponent(document) : document);
}

/** Reads the outer form. A text says why the document as a whole cannot be read. */
export function formOf(document: unknown): DocumentForm | string {
  let root: unknown;
  try {
    root = decoded(document);
  } catch {
    return 'the document is not JSON';
  }
  if (!isObject(root)) return 'the document is not an object';
  for (const element in root) {
    if (!isElement(element)) return `no element ${shorten(element)} is known`;
  }
  const version = root['Version'];
  if (!isVersion(version)) return 'Version is neither 2012-10-17 nor 2008-10-17';
  const statement = root['Statement'];
  if (statement === undefined) return 'no Statement';
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  return { variables: version === '2012-10-17', statements };
}

function mayConcern(raw: unknown, service: string): boolean {
  if (!isObject(raw)) return true;
  const action = raw['Action'];
  // NotAction concerns nearly every service; and beside an Action it is malformed, so that neither tells.
  if (raw['NotAction'] !== undefined) return true;
  if (typeof action === 'string') return concerns(action, service);
  if (!Array.isArray(action)) return true;
  for (const one of action as readonly unknown[]) {
    if (typeof one !== 'string' || concerns(one, service)) return true;
  }
  return action.length === 0;
}

const SHORT = 4;

/**
 * Whether a short document surely does not concern the service. Most documents of an account are short and foreign, and
 * looking at one again costs less than remembering it; so this makes nothing and keeps nothing.
 */
export function isShortAndForeign(document: JsonObject, service: string): boolean {
  const statements = document['Statement'];
  if (!Array.isArray(statements) || statements.length > SHORT) return false;
  for (const element in document) if (!isElement(element)) return false;
  for (const raw of statements as readonly unknown[]) if (mayConcern(raw, service)) return false;
  return isVersion(document['Version']);
}

/** Whether some statement can match an action of the service: a cheap look that most documents do not pass. */
export function shapeConcerns(shape: DocumentForm | string, service: string): boolean {
  if (typeof shape === 'string') return true;
  for (const raw of shape.statements) if (mayConcern(raw, service)) return true;
  return false;
}

/** A statement of which the actions could be read. */
interface Readable {
  readonly raw: JsonObject;
  readonly actions: Exclude<ReturnType<typeof actionsOf>, string>;
}

/** Reads the actions of a statement. A text says what is wrong with it, as it follows the statement's place. */
function readActions(raw: unknown): Readable | string {
  if (!isObject(raw)) return ' is not an object';
  const actions = actionsOf(raw);
  if (typeof actions === 'string') return `: ${actions}`;
  const malformed = actions.patterns.find((pattern) => !isActionPattern(pattern));
  return malformed === undefined ? { raw, actions } : `: '${shorten(malformed)}' is not an action`;
}

/**
 * The actions, given by service in lower case, that some statement of the document may allow; all of them where it
 * cannot be read. A cheap look, for principals that are asked about much and allowed little. Never throws.
 */
export function mayAllow(
  document: unknown,
  byService: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const shape = formOf(document);
  if (typeof shape === 'string') return new Set([...byService.values()].flat());
  const found = new Set<string>();
  for (const raw of shape.statements) {
    for (const [service, actions] of byService) {
      if (!mayConcern(raw, service)) continue;
      const read = readActions(raw);
      if (typeof read !== 'string' && read.raw['Effect'] === 'Deny') continue;
      for (const action of actions)
        if (typeof read === 'string' || namesAction(read.actions, action.toLowerCase())) found.add(action);
    }
  }
  return found;
}

interface Reader {
  names(action: string): boolean;
  statement(): Statement;
}

function reader(raw: unknown, index: number, options: StatementOptions): Reader {
  const read = readActions(raw);
  if (typeof read === 'string') {
    const opaque = opaqueStatement(options.id, index, `Statement[${index}]${read}`);
    return { names: () => true, statement: () => opaque };
  }
  let parsed: Statement | null = null;
  return {
    names: (action) => namesAction(read.actions, action),
    statement: () => (parsed ??= parseStatement(read.raw, index, options)),
  };
}

function once<T>(answers: Map<string, T>, question: string, answer: () => T): T {
  let found = answers.get(question);
  if (found === undefined) {
    found = answer();
    answers.set(question, found);
  }
  return found;
}

/** Compiles on demand: a statement is parsed when an action that it names is asked about, and only once. */
export function compileDocument(
  id: number,
  shape: DocumentForm | string,
  principal: boolean,
  pool: StatementOptions['pool'],
): CompiledDocument {
  if (typeof shape === 'string') {
    const whole = [opaqueStatement(id, -1, shape)];
    return { id, concerns: () => true, testsPrincipal: () => false, statements: () => whole };
  }
  const options = { id, variables: shape.variables, principal, pool };
  const readers: (Reader | undefined)[] = [];
  const concerned = new Map<string, boolean>();
  const looking = new Map<string, boolean>();
  const byAction = new Map<string, readonly Statement[]>();
  const lists = new Map<string, readonly Statement[]>();
  const about = (service: string) => shape.statements.filter((raw) => mayConcern(raw, service));
  const named = (action: string): readonly Statement[] => {
    const service = action.slice(0, action.indexOf(':'));
    const readable = shape.statements.flatMap((raw, index) =>
      mayConcern(raw, service) ? [(readers[index] ??= reader(raw, index, options))] : [],
    );
    const found = readable.filter((one) => one.names(action)).map((one) => one.statement());
    return once(lists, found.map(({ index }) => index).join(), () => found);
  };
  return {
    id,
    concerns: (service) => once(concerned, service, () => shapeConcerns(shape, service)),
    testsPrincipal: (service) => once(looking, service, () => about(service).some(mentionsPrincipal)),
    statements: (action) => byAction.get(action) ?? once(byAction, action, () => named(action)),
  };
}

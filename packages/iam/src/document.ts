import { concerns, isActionPattern } from './action';
import { isRefused, refused, type Refused } from './refused';
import { isRecord, type JsonObject, shorten } from './shape';
import {
  type ActionPatterns,
  actionsOf,
  mentionsPrincipal,
  naming,
  opaqueStatement,
  parseStatement,
  type Statement,
  type StatementOptions,
} from './statement';

/** A policy document, read only as far as the questions so far have needed. */
export interface CompiledDocument {
  readonly id: number;
  /** False when no statement can match an action of the service (lower case). */
  concerns(service: string): boolean;
  /** Whether its statements about the service may test who the principal is. */
  testsPrincipal(service: string): boolean;
  /**
   * The statements that name the action (lower case), and those that cannot be read. Equal lists are the same object.
   */
  statements(action: string): readonly Statement[];
}

/** The outer form of a document: its statements, not read yet. */
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

/** Reads the outer form. Refused with why the document as a whole cannot be read. */
export function formOf(document: unknown): DocumentForm | Refused {
  let root: unknown;
  try {
    root = decoded(document);
  } catch {
    return refused('the document is not JSON');
  }
  if (!isRecord(root)) return refused('the document is not an object');
  for (const element in root) {
    if (!isElement(element)) return refused(`no element ${shorten(element)} is known`);
  }
  const version = root['Version'];
  if (!isVersion(version)) return refused('Version is neither 2012-10-17 nor 2008-10-17');
  const statement = root['Statement'];
  if (statement === undefined) return refused('no Statement');
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  return { variables: version === '2012-10-17', statements };
}

function mayConcern(raw: unknown, service: string): boolean {
  if (!isRecord(raw)) return true;
  const action = raw['Action'];
  // NotAction concerns nearly every service. Together with an Action it is malformed, which must be reported.
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
 * Whether a short document certainly does not concern the service. Most documents of an account are short and about
 * other services, and checking one again costs less than remembering it, so nothing is allocated or kept here.
 */
export function isShortAndForeign(document: JsonObject, service: string): boolean {
  const statements = document['Statement'];
  if (!Array.isArray(statements) || statements.length > SHORT) return false;
  for (const element in document) if (!isElement(element)) return false;
  for (const raw of statements as readonly unknown[]) if (mayConcern(raw, service)) return false;
  return isVersion(document['Version']);
}

/** Whether some statement can match an action of the service: a cheap check that excludes most documents. */
export function formConcerns(form: DocumentForm | Refused, service: string): boolean {
  if (isRefused(form)) return true;
  for (const raw of form.statements) if (mayConcern(raw, service)) return true;
  return false;
}

/** A statement whose actions could be read. */
interface Readable {
  readonly raw: JsonObject;
  readonly actions: ActionPatterns;
}

/** Reads the actions of a statement. A refusal is worded to follow the statement's path. */
function readActions(raw: unknown): Readable | Refused {
  if (!isRecord(raw)) return refused(' is not an object');
  const actions = actionsOf(raw);
  if (isRefused(actions)) return refused(`: ${actions.because}`);
  const malformed = [...actions.patterns, ...actions.vague].find((pattern) => !isActionPattern(pattern));
  return malformed === undefined ? { raw, actions } : refused(`: '${shorten(malformed)}' is not an action`);
}

/**
 * The actions (by service in lower case) that some statement of the document may allow; all of them when the document
 * cannot be read. A cheap check for principals that are asked about much and allowed little. Never throws.
 */
export function mayAllow(
  document: unknown,
  byService: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const form = formOf(document);
  if (isRefused(form)) return new Set([...byService.values()].flat());
  const found = new Set<string>();
  for (const raw of form.statements) {
    for (const [service, actions] of byService) {
      if (!mayConcern(raw, service)) continue;
      const read = readActions(raw);
      if (!isRefused(read) && read.raw['Effect'] === 'Deny') continue;
      for (const action of actions)
        if (isRefused(read) || naming(read.actions, action.toLowerCase()) !== 'no') found.add(action);
    }
  }
  return found;
}

/** What a statement says about an action; `key` is the same for actions about which it says the same. */
interface Reading {
  readonly key: string;
  statement(): Statement;
}

/** The reading for an action; null when the statement does not name it. */
type Reader = (action: string) => Reading | null;

/** A statement that names an action only if AWS disregards white space. */
function perhaps(statement: Statement, { id }: StatementOptions): Statement {
  const { index, opaque } = statement;
  const what = `Statement[${index}]: an action with white space, and AWS does not say what that names`;
  return { ...statement, id: `${id}.${index}?`, opaque: [...opaque, what] };
}

function reader(raw: unknown, index: number, options: StatementOptions): Reader {
  const read = readActions(raw);
  if (isRefused(read)) {
    const opaque = opaqueStatement(options.id, index, `Statement[${index}]${read.because}`);
    const reading = { key: String(index), statement: () => opaque };
    return () => reading;
  }
  let parsed: Statement | null = null;
  let vague: Statement | null = null;
  const statement = () => (parsed ??= parseStatement(read.raw, index, options));
  const certain = { key: String(index), statement };
  const doubtful = {
    key: `${index}?`,
    statement: () => (vague ??= perhaps(statement(), options)),
  };
  return (action) => {
    const named = naming(read.actions, action);
    if (named === 'no') return null;
    return named === 'yes' ? certain : doubtful;
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

/** Compiles on demand: a statement is parsed once, when an action that it names is first asked about. */
export function compileDocument(
  id: number,
  form: DocumentForm | Refused,
  principal: boolean,
  pool: StatementOptions['pool'],
): CompiledDocument {
  if (isRefused(form)) {
    const whole = [opaqueStatement(id, -1, form.because)];
    return { id, concerns: () => true, testsPrincipal: () => false, statements: () => whole };
  }
  const options = { id, variables: form.variables, principal, pool };
  const readers: (Reader | undefined)[] = [];
  const concerned = new Map<string, boolean>();
  const tested = new Map<string, boolean>();
  const byAction = new Map<string, readonly Statement[]>();
  const lists = new Map<string, readonly Statement[]>();
  const about = (service: string) => form.statements.filter((raw) => mayConcern(raw, service));
  const named = (action: string): readonly Statement[] => {
    const service = action.slice(0, action.indexOf(':'));
    const readings = form.statements.flatMap((raw, index) => {
      if (!mayConcern(raw, service)) return [];
      const reading = (readers[index] ??= reader(raw, index, options))(action);
      return reading === null ? [] : [reading];
    });
    const found = () => readings.map((reading) => reading.statement());
    return once(lists, readings.map(({ key }) => key).join(), found);
  };
  return {
    id,
    concerns: (service) => once(concerned, service, () => formConcerns(form, service)),
    testsPrincipal: (service) => once(tested, service, () => about(service).some(mentionsPrincipal)),
    statements: (action) => byAction.get(action) ?? once(byAction, action, () => named(action)),
  };
}

import { hasBlank, matchesAction, withoutBlanks } from './action';
import { parseCondition, type Condition } from './condition';
import { parseOperator } from './operators';
import { type ResourceAtom, resourceAtoms } from './arn';
import { type Pattern, toPattern } from './glob';
import { isRefused, refused, type Refused } from './refused';
import { isRecord, type JsonObject, scalars, shorten, strings } from './shape';
import { parsePolicyValue, type TemplatePart, plainTemplate } from './template';

/** What a statement says about requests for the actions that it names. */
export interface Body {
  /** `either`: its Effect could not be read. */
  readonly effect: 'Allow' | 'Deny' | 'either';
  readonly resources: readonly (readonly TemplatePart[])[];
  /** The resources are those of NotResource. */
  readonly except: boolean;
  /** The readings of the resources; null when they have a variable. */
  readonly readings: { readonly over: ResourceAtom; readonly under: ResourceAtom } | null;
  readonly conditions: readonly Condition[];
  /** What could not be understood, with its path; such a statement may or may not match. */
  readonly opaque: readonly string[];
}

/** A statement that names the action asked about. */
export interface Statement extends Body {
  /** The same only for statements with the same effect, resources and conditions. */
  readonly id: string;
  readonly index: number;
  readonly sid: string | null;
}

const elements: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** The patterns of an Action or, with `except`, of a NotAction element. */
export interface ActionPatterns {
  readonly patterns: readonly string[];
  /** Those written with white space, without it: whether AWS matches them is not known. */
  readonly vague: readonly string[];
  readonly except: boolean;
}

const noneVague: readonly string[] = [];

/** The statement's Action patterns; refused with what is wrong with them. */
export function actionsOf(raw: JsonObject): ActionPatterns | Refused {
  const named = Object.hasOwn(raw, 'Action');
  if (named === Object.hasOwn(raw, 'NotAction'))
    return refused(named ? 'Action and NotAction together' : 'no Action');
  const written = strings(named ? raw['Action'] : raw['NotAction']);
  if (written === null) return refused(`${named ? 'Action' : 'NotAction'} is not a name or a list of names`);
  const except = !named;
  const vague = written.filter(hasBlank).map(withoutBlanks);
  if (vague.length === 0) return { patterns: written, vague: noneVague, except };
  return { patterns: written.filter((pattern) => !hasBlank(pattern)), vague, except };
}

/** Whether the statement names the action (lower case). `perhaps`: it depends on what AWS makes of white space. */
export function naming(
  { patterns, vague, except }: ActionPatterns,
  action: string,
): 'yes' | 'no' | 'perhaps' {
  const matches = (pattern: string) => matchesAction(pattern, action);
  if (patterns.some(matches)) return except ? 'no' : 'yes';
  if (vague.some(matches)) return 'perhaps';
  return except ? 'yes' : 'no';
}

function resourcesOf(
  raw: JsonObject,
  variables: boolean,
  opaque: string[],
): Pick<Statement, 'resources' | 'except'> {
  const named = Object.hasOwn(raw, 'Resource');
  if (named === Object.hasOwn(raw, 'NotResource')) {
    opaque.push(named ? 'Resource and NotResource together' : 'no Resource');
    return { resources: [], except: true };
  }
  const list = strings(named ? raw['Resource'] : raw['NotResource']);
  if (list === null) opaque.push(`${named ? 'Resource' : 'NotResource'} is not an ARN or a list of ARNs`);
  const parse = (text: string) =>
    variables && text.includes('${') ? parsePolicyValue(text) : plainTemplate(text);
  return { resources: list?.map(parse) ?? [], except: list === null || !named };
}

function conditionsOf(
  raw: JsonObject,
  variables: boolean,
  opaque: string[],
  pool: Pool,
): readonly Condition[] {
  if (!Object.hasOwn(raw, 'Condition')) return [];
  const block = raw['Condition'];
  if (!isRecord(block)) {
    opaque.push('Condition is not an object');
    return [];
  }
  const conditions: Condition[] = [];
  for (const [operatorName, keys] of Object.entries(block)) {
    const operator = parseOperator(operatorName);
    if (operator === null || !isRecord(keys)) {
      const why = operator === null ? 'no such operator' : 'not an object of keys';
      opaque.push(`Condition.${shorten(operatorName)}: ${why}`);
      continue;
    }
    for (const [shown, value] of Object.entries(keys)) {
      const path = `Condition.${operatorName}.${shorten(shown)}`;
      const values = scalars(value);
      const condition =
        values === null
          ? refused('not a value or a list of values')
          : pool.condition(JSON.stringify([variables, operatorName, shown, values]), () =>
              parseCondition({ shown, operator, operatorName, path }, values, variables),
            );
      if (isRefused(condition)) opaque.push(`${path}: ${shorten(condition.because)}`);
      else conditions.push(condition);
    }
  }
  return conditions;
}

function principalProblem(raw: JsonObject, organization: boolean): string | null {
  if (!organization) return Object.hasOwn(raw, 'Principal') ? 'Principal in an identity policy' : null;
  const principal = raw['Principal'];
  const everyone =
    principal === undefined || principal === '*' || (isRecord(principal) && principal['AWS'] === '*');
  return everyone ? null : 'Principal is not "*"';
}

function readResources({
  resources,
  except,
}: Pick<Statement, 'resources' | 'except'>): Statement['readings'] {
  const patterns: Pattern[] = [];
  for (const parts of resources) {
    const texts = parts.filter((part) => part.kind === 'text');
    if (texts.length < parts.length) return null;
    patterns.push(toPattern(texts, { wildcards: true, ignoreCase: false }));
  }
  return resourceAtoms(patterns, except);
}

/** How to read the statements of a document. */
export interface StatementOptions {
  /** The document's number. */
  readonly id: number;
  readonly variables: boolean;
  readonly principal: boolean;
  readonly pool: Pool;
}

/**
 * One body, condition or list of resources for each distinct content: templates produce the same ones by the hundred,
 * and whatever is the same object is cut only once.
 */
export interface Pool {
  body(content: string, make: () => Body): SharedBody;
  condition(content: string, make: () => Condition | Refused): Condition | Refused;
  resources(content: string, make: () => StatementResources): StatementResources;
}

/** The resources of a statement, parsed. */
export type StatementResources = Pick<Body, 'resources' | 'except' | 'readings'>;

/** A body and a number that identifies it. */
export interface SharedBody {
  readonly id: number;
  readonly body: Body;
}

const MAX_CONTENT = 16_384;

/** Everything that the body is read from, as a text; null when it is too long or too deep for that to pay off. */
function contentOf(raw: JsonObject, { variables }: StatementOptions): string | null {
  const { Effect, Resource, NotResource, Condition } = raw;
  try {
    const content = JSON.stringify({ variables, Effect, Resource, NotResource, Condition });
    return content.length > MAX_CONTENT ? null : content;
  } catch {
    return null;
  }
}

function readBody(raw: JsonObject, variables: boolean, pool: Pool): Body {
  const opaque: string[] = [];
  const effect = raw['Effect'];
  const known = effect === 'Allow' || effect === 'Deny';
  if (!known) opaque.push('Effect is neither Allow nor Deny');
  const written = resourcesOf(raw, variables, opaque);
  const resources = pool.resources(JSON.stringify(written), () => ({
    ...written,
    readings: readResources(written),
  }));
  const conditions = conditionsOf(raw, variables, opaque, pool);
  return { effect: known ? effect : 'either', ...resources, conditions, opaque };
}

/** Reads a statement that is known to name the action. Never throws: what is wrong is added to `opaque`. */
export function parseStatement(raw: JsonObject, index: number, options: StatementOptions): Statement {
  const opaque: string[] = [];
  const path = `Statement[${index}]`;
  const sid = raw['Sid'];
  if (sid !== undefined && typeof sid !== 'string') opaque.push('Sid is not a text');
  for (const element of Object.keys(raw)) {
    if (!elements.has(element) && element !== 'Principal')
      opaque.push(`no element ${shorten(element)} is known`);
  }
  const principal = principalProblem(raw, options.principal);
  if (principal !== null) opaque.push(principal);
  const content = contentOf(raw, options);
  const make = () => readBody(raw, options.variables, options.pool);
  const { id, body } = content === null ? { id: null, body: make() } : options.pool.body(content, make);
  opaque.push(...body.opaque);
  return {
    ...body,
    // What is not understood is reported with its path, so an equal statement must not be used instead of this one.
    id: id === null || opaque.length > 0 ? `${options.id}.${index}` : String(id),
    index,
    sid: typeof sid === 'string' ? sid : null,
    opaque: opaque.map((what) => `${path}.${what}`),
  };
}

/** A statement of which nothing is known except that it exists. */
export function opaqueStatement(document: number, index: number, what: string): Statement {
  return {
    id: `${document}.${index}`,
    index,
    sid: null,
    effect: 'either',
    resources: [],
    except: true,
    readings: null,
    conditions: [],
    opaque: [what],
  };
}

function isPersonal(key: string): boolean {
  return /^aws:(?:principal|user)/i.test(key);
}

function mayVary(value: unknown): boolean {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.some((one) => typeof one === 'string' && one.includes('${'));
}

/** Whether the statement may test who the principal is, by a key or by a variable. True when in doubt. */
export function mentionsPrincipal(raw: unknown): boolean {
  if (!isRecord(raw)) return false;
  if (mayVary(raw['Resource']) || mayVary(raw['NotResource'])) return true;
  const block = raw['Condition'];
  if (!isRecord(block)) return false;
  for (const keys of Object.values(block)) {
    if (!isRecord(keys)) continue;
    for (const [key, value] of Object.entries(keys)) if (isPersonal(key) || mayVary(value)) return true;
  }
  return false;
}

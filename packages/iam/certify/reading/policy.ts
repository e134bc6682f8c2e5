import tables from './tables.json';
import { patternOf, matches, byParts, STAR } from '../text';
import { coded, type Literal, type KnownValue } from '../value';

/** Keys with one value (undefined: none) in all requests. */
export type Known = Pick<ReadonlyMap<string, KnownValue>, 'has' | 'get'>;
/** A statement that may match. */
export interface Clause {
  readonly path: string;
  readonly literals: readonly Literal[];
}

const isJson = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const operators = new Map(Object.entries(tables.operators));

/** The literal that the key has a value that fits one of the patterns. */
export function literal(key: string, patterns: readonly string[], more: Partial<Literal> = {}): Literal {
  return {
    key,
    patterns,
    want: true,
    kind: 'text',
    set: '',
    absent: false,
    every: false,
    negated: false,
    ...more,
  };
}

/** The literal that the value is one of some texts. */
export function isOneOf(key: string, texts: readonly string[], want = true): Literal {
  return literal(
    key,
    texts.map((text) => patternOf([[text, false]])),
    { want },
  );
}

/** A text with its variables replaced; null when one has no value, wildcards for one that is not known (`free`). */
function pieces(text: string, known: Known, free: unknown[]): readonly (readonly [string, boolean])[] | null {
  const found: [string, boolean][] = [];
  for (const part of text.split(/(\$\{[^}]*\})/)) {
    const inner = /^\$\{([^}]*)\}$/.exec(part)?.[1];
    const [, name = '', other] = /^\s*([^,'\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner ?? '') ?? [];
    const key = name.toLowerCase();
    const [value] = [known.get(key), other].filter((one) => typeof one === 'string');
    const isKnown = known.has(key) || tables.several.includes(key) || /^[*?$]?$/.test(inner ?? '');
    if (isKnown && value === undefined && !/^[*?$]?$/.test(inner ?? '')) return null;
    found.push(!isKnown ? ['*', free.push(name) > 0] : [value ?? inner ?? part, inner === undefined]);
  }
  return found;
}

/** The patterns of the numbers before, at or after one, by their bits. */
function compared(bits: string, how: readonly string[]): readonly string[] {
  const beside = (bit: string) =>
    bits.split('').flatMap((one, at) => (one === bit ? [] : [`${bits.slice(0, at)}${bit}${STAR}`]));
  return how.flatMap((one) =>
    one === '=' ? [bits] : one === '<' ? beside('0') : one === '>' ? beside('1') : [],
  );
}

/** Reads one condition; null when it is not understood. `known`: null in a version without variables. */
function conditionOf(name: string, key: string, raw: unknown, known: Known | null): Literal | null {
  const [, set = '', base = '', ifExists] =
    /^(ForAnyValue:|ForAllValues:)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const [kind, ...how] = operators.get(base)?.split(' ') ?? [];
  const texts = listOf(raw)
    .filter((one) => /string|boolean/.test(typeof one) || Number.isFinite(one))
    .map(String);
  if (kind === undefined || texts.length < listOf(raw).length || texts.length === 0) return null;
  const [negated, all, isPlain] = [
    how.includes('not'),
    set === 'ForAllValues:',
    set === '' && ifExists === undefined,
  ];
  const absent = all || (set === '' && (negated || !isPlain));
  const more = { kind, negated, set, absent, every: all || (set === '' && negated) };
  if (kind === 'null') {
    const [isAbsent, isPresent] = [/true/i, /false/i].map((word) => texts.some((one) => word.test(one)));
    const isForm = isPlain && texts.every((one) => /^(true|false)$/i.test(one));
    return isForm ? literal(key, isPresent ? [STAR] : [], { kind, absent: isAbsent === true }) : null;
  }
  if (kind !== 'text' && kind !== 'bool') {
    // Seconds since 1970 are read as the moment that they tell.
    const isEpoch = kind === 'number' && key === 'aws:epochtime';
    const code = (one: string) =>
      coded(kind, isEpoch && coded(kind, one) !== null ? String(Number(one) * 1000) : one);
    const codes = texts.map(code).filter((one) => one !== null);
    const patterns = codes.flatMap((one) => (kind === 'address' ? one + STAR : compared(one, how)));
    return codes.length < texts.length
      ? null
      : literal(key, patterns, isEpoch ? { ...more, kind: 'date' } : more);
  }
  const free: unknown[] = [];
  const written = texts.map((one) => (known === null ? [[one, true] as const] : pieces(one, known, free)));
  // Of a condition with a variable that is not known it only matters whether it holds.
  const symbol = JSON.stringify(['?', key, isPlain ? base.replace('Not', '') : name, texts]);
  if (free.length > 0) return literal(symbol, [], { want: !isPlain || !negated });
  const patterns = written.flatMap((one) =>
    one === null ? [] : patternOf(one, how.includes('wild'), how.includes('fold')),
  );
  if (!how.includes('arn')) return literal(key, patterns, more);
  const isArn = (one: string) => one === STAR || one.split(':').length >= 6;
  return patterns.every(isArn)
    ? literal(
        key,
        patterns.map((one) => (one === STAR ? one : byParts(one))),
        more,
      )
    : null;
}

/** Reads a Condition; null in place of what is not understood. */
export function conditionsOf(block: unknown, known: Known | null = null): readonly (Literal | null)[] {
  if (!isJson(block)) return [null];
  return Object.entries(block).flatMap(([name, keys]) =>
    isJson(keys)
      ? Object.entries(keys).map(([key, raw]) => conditionOf(name, key.toLowerCase(), raw, known))
      : [null],
  );
}

/** Whether a wildcard fits a colon is not documented. An ARN of less than six parts is read as completed, or as is. */
function reading(pattern: string, over: boolean): readonly string[] {
  const completed = pattern + `:${STAR}`.repeat(Math.max(0, 6 - pattern.split(':').length));
  if (pattern === STAR) return [pattern];
  if (completed === pattern || pattern.endsWith(STAR)) return [over ? pattern : byParts(completed)];
  return over ? [pattern, completed] : [];
}

/** Whether an Action element matches; null when it is not understood. */
function names(element: unknown, action: string): boolean | null {
  const lower = typeof element === 'string' ? element.toLowerCase() : '';
  if (/^(\*|[^:\s]+:[^:\s]+)$/.test(lower)) return matches([patternOf([[lower, true]])], action);
  return /^[a-z0-9-]+:/.test(lower) && lower.split(':')[0] !== action.split(':')[0] ? false : null;
}

function parsed(document: unknown): unknown {
  try {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    return JSON.parse(text.startsWith('%7B') ? decodeURIComponent(text) : text);
  } catch {
    return null;
  }
}

/**
 * The statements of a document with this effect that may match. `over`: all of them, and each matches at most where
 * its literals hold. Otherwise those that certainly match wherever their literals hold.
 */
export function clausesOf(
  document: unknown,
  path: string,
  effect: string,
  over: boolean,
  action: string,
  known: Known,
): readonly Clause[] {
  const root = parsed(document);
  const vague = (at: string) => (over ? [{ path: at, literals: [] }] : []);
  const isForm = isJson(root) && Object.keys(root).every((name) => /^(Version|Id|Statement)$/.test(name));
  if (!isForm || !/^(2012-10-17|2008-10-17|undefined)$/.test(String(root['Version']))) return vague(path);
  const variables = root['Version'] === '2012-10-17' ? known : null;
  return listOf(root['Statement']).flatMap((raw, index): readonly Clause[] => {
    const at = `${path}.Statement[${index}]`;
    if (!isJson(raw) || 'Action' in raw === 'NotAction' in raw) return vague(at);
    const named = listOf(raw['Action'] ?? raw['NotAction']).map((one) => names(one, action));
    if (named.length === 0 || named.includes(null)) return vague(at);
    const isOther = raw['Effect'] !== effect && (raw['Effect'] === 'Allow' || raw['Effect'] === 'Deny');
    if (named.includes(true) !== 'Action' in raw || isOther) return [];
    const negated = 'NotResource' in raw;
    const resources = listOf(raw['Resource'] ?? raw['NotResource']);
    const isResource =
      negated !== 'Resource' in raw &&
      resources.length > 0 &&
      resources.every((one) => typeof one === 'string');
    const patterns = resources.flatMap((one) => {
      const free: unknown[] = [];
      const written =
        variables === null ? [[String(one), true] as const] : pieces(String(one), variables, free);
      // Where a variable is not known, the pattern has a wildcard for it, or it is left out.
      return written === null || (free.length > 0 && over === negated)
        ? []
        : reading(patternOf(written), over !== negated);
    });
    const isEvery = !isResource || (!negated && patterns.includes(STAR));
    const conditions = conditionsOf('Condition' in raw ? raw['Condition'] : {}, variables);
    const understood = /^(Sid|Effect|(Not)?Action|(Not)?Resource|Condition)$/;
    const isAll = /cps\[/.test(path) && /^("\*"|{"AWS":"\*"})$/.test(JSON.stringify(raw['Principal']));
    const isElement = (name: string) => understood.test(name) || (name === 'Principal' && isAll);
    const isSure =
      raw['Effect'] === effect &&
      isResource &&
      !conditions.includes(null) &&
      Object.keys(raw).every(isElement);
    const resource = isEvery ? [] : [literal('Resource', patterns, { negated, every: negated })];
    return isSure || over
      ? [{ path: at, literals: [...conditions.filter((one) => one !== null), ...resource] }]
      : [];
  });
}

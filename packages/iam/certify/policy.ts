import tables from './tables.json';
import { compile, matches, partwise, type Piece, STAR } from './text';
import { coded, type Literal, type Value } from './value';

/** Keys that have one value (undefined: none) in all requests. */
export interface Known {
  has(key: string): boolean;
  get(key: string): Value;
}

/** A statement that may match. */
export interface Rule {
  readonly path: string;
  readonly literals: readonly Literal[];
}

const isJson = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const basis = { want: true, kind: 'text', absent: false, every: false, set: '', negated: false };

/** The literal that the key has a value that matches one of the patterns. */
export function literal(key: string, patterns: readonly string[], more: Partial<Literal> = {}): Literal {
  return { ...basis, key, patterns, ...more };
}

/** A text with its variables replaced; null when one has no value, and any text for one that is not known (`free`). */
function pieces(text: string, known: Known | null, free: unknown[]): readonly Piece[] | null {
  const found: Piece[] = [];
  for (const part of known === null ? [text] : text.split(/(\$\{[^}]*\})/)) {
    const inner = known === null ? undefined : /^\$\{([^}]*)\}$/.exec(part)?.[1];
    const [, name = '', other] = /^\s*([^,'\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner ?? '') ?? [];
    const fixed = known?.get(name.toLowerCase());
    const value = typeof fixed === 'string' ? fixed : other;
    if (inner === undefined || /^[*?$]$/.test(inner)) found.push([inner ?? part, inner === undefined]);
    else if (known?.has(name.toLowerCase()) !== true && !tables.several.includes(name.toLowerCase()))
      found.push(['*', free.push(name) > 0]);
    else if (typeof value !== 'string') return null;
    else found.push([value, false]);
  }
  return found;
}

/** The patterns of numbers before, at or after a number, by their bits. */
function compared(bits: string, how: readonly string[]): readonly string[] {
  const beside = (bit: string) =>
    bits.split('').flatMap((one, at) => (one === bit ? [] : [`${bits.slice(0, at)}${bit}${STAR}`]));
  return [
    ...(how.includes('=') ? [bits] : []),
    ...(how.includes('<') ? beside('0') : []),
    ...(how.includes('>') ? beside('1') : []),
  ];
}

/** Reads one condition; null when it is not understood. `known`: null in a version without variables. */
function conditionOf(name: string, key: string, raw: unknown, known: Known | null): Literal | null {
  const [, set, base = '', ifExists] = /^(ForAnyValue:|ForAllValues:)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const [kind, ...how] = new Map(Object.entries(tables.operators)).get(base)?.split(' ') ?? [];
  const texts = listOf(raw).flatMap((one) =>
    /string|boolean/.test(typeof one) || Number.isFinite(one) ? String(one) : [],
  );
  if (kind === undefined || texts.length < listOf(raw).length || texts.length === 0) return null;
  const [negated, isAll] = [how.includes('not'), set === 'ForAllValues:'];
  const direct = set === undefined && ifExists === undefined;
  const absent = isAll || (set === undefined && (negated || ifExists !== undefined));
  const more = { kind, negated, absent, set: set ?? '', every: isAll || (set === undefined && negated) };
  if (kind === 'null') {
    const words = texts.map((one) => one.toLowerCase());
    const patterns = words.includes('false') ? [STAR] : [];
    return direct && words.every((one) => /^(true|false)$/.test(one))
      ? literal(key, patterns, { kind, absent: words.includes('true') })
      : null;
  }
  if (kind !== 'text' && kind !== 'bool') {
    const codes = texts.map((one) => coded(kind, one)).filter((one) => one !== null);
    const patterns = codes.flatMap((one) => (kind === 'address' ? one + STAR : compared(one, how)));
    return codes.length < texts.length ? null : literal(key, patterns, more);
  }
  const free: unknown[] = [];
  const written = texts.map((one) => pieces(one, known, free)).filter((one) => one !== null);
  // Of a condition with a variable that is not known it only matters whether it holds.
  const symbol = JSON.stringify(['?', key, direct ? base.replace('Not', '') : name, texts]);
  if (free.length > 0) return literal(symbol, [], { want: !direct || !negated });
  const patterns = written.map((one) => compile(one, how.includes('wild'), how.includes('fold')));
  if (!how.includes('arn')) return literal(key, patterns, more);
  const isWrong = patterns.some((one) => one !== STAR && one.split(':').length < 6);
  return isWrong
    ? null
    : literal(
        key,
        patterns.map((one) => (one === STAR ? one : partwise(one))),
        more,
      );
}

/** Whether a wildcard fits a colon is not documented. An ARN of less than six parts is read as completed, or as it is. */
function reading(pattern: string, over: boolean): readonly string[] {
  const parts = pattern.split(':').length;
  if (pattern === STAR || parts >= 6 || pattern.endsWith(STAR))
    return [
      over || pattern === STAR ? pattern : partwise(pattern + `:${STAR}`.repeat(Math.max(0, 6 - parts))),
    ];
  return over ? [pattern, pattern + `:${STAR}`.repeat(6 - parts)] : [];
}

/** Whether an Action element matches; null when it is not understood. */
function names(element: unknown, action: string): boolean | null {
  const lower = String(element).toLowerCase();
  if (/^(\*|[^:\s]+:[^:\s]+)$/.test(lower) && typeof element === 'string')
    return matches([compile([[lower, true]])], action);
  return /^[a-z0-9-]+:/.test(lower) && !lower.startsWith(`${action.split(':')[0] ?? ''}:`) ? false : null;
}

function parsed(document: unknown): unknown {
  try {
    return typeof document === 'string'
      ? JSON.parse(document.startsWith('%7B') ? decodeURIComponent(document) : document)
      : document;
  } catch {
    return null;
  }
}

/**
 * The statements of a document with this effect that may match. `over`: all of them, and each matches at most where its
 * literals hold. Otherwise those that certainly match wherever their literals hold.
 */
export function rulesOf(
  document: unknown,
  path: string,
  effect: string,
  over: boolean,
  action: string,
  known: Known,
): readonly Rule[] {
  const root = parsed(document);
  const isForm = isJson(root) && Object.keys(root).every((name) => /^(Version|Id|Statement)$/.test(name));
  const vague = (at: string) => (over ? [{ path: at, literals: [] }] : []);
  if (!isForm || !/^(2012-10-17|2008-10-17|undefined)$/.test(String(root['Version']))) return vague(path);
  const variables = root['Version'] === '2012-10-17' ? known : null;
  return listOf(root['Statement']).flatMap((raw, index): readonly Rule[] => {
    const at = `${path}.Statement[${index}]`;
    if (!isJson(raw) || 'Action' in raw === 'NotAction' in raw) return vague(at);
    const named = listOf(raw['Action'] ?? raw['NotAction']).map((one) => names(one, action));
    if (named.length === 0 || named.includes(null)) return vague(at);
    const isOther = raw['Effect'] !== effect && (raw['Effect'] === 'Allow' || raw['Effect'] === 'Deny');
    if (named.includes(true) !== 'Action' in raw || isOther) return [];
    const negated = 'NotResource' in raw;
    const resources = listOf(raw['Resource'] ?? raw['NotResource']);
    const isWrong =
      negated === 'Resource' in raw ||
      resources.length === 0 ||
      resources.some((one) => typeof one !== 'string');
    const patterns = resources.flatMap((one) => {
      const free: unknown[] = [];
      const written = pieces(String(one), variables, free);
      // Where a variable is not known, the pattern has a wildcard for it, or it is left out.
      return written === null || (free.length > 0 && over === negated)
        ? []
        : reading(compile(written), over !== negated);
    });
    const conditions = Object.entries(
      isJson(raw['Condition']) ? raw['Condition'] : { none: raw['Condition'] },
    ).flatMap(([name, keys]) =>
      isJson(keys)
        ? Object.entries(keys).map(([key, value]) => conditionOf(name, key.toLowerCase(), value, variables))
        : [null],
    );
    const isSure =
      raw['Effect'] === effect &&
      !isWrong &&
      (!conditions.includes(null) || !('Condition' in raw)) &&
      Object.keys(raw).every(
        (name) =>
          /^(Sid|Effect|(Not)?Action|(Not)?Resource|Condition)$/.test(name) ||
          (name === 'Principal' &&
            /cps\[/.test(path) &&
            /^("\*"|{"AWS":"\*"})$/.test(JSON.stringify(raw[name]))),
      );
    const isEvery = isWrong || (!negated && patterns.includes(STAR));
    const literals = [
      ...conditions.filter((one) => one !== null),
      ...(isEvery ? [] : [literal('Resource', patterns, { negated, every: negated })]),
    ];
    return isSure || over ? [{ path: at, literals }] : [];
  });
}

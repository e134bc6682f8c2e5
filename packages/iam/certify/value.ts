import { matches, ONE, someText, STAR } from './text';

export type Value = string | readonly string[] | undefined;

/** A condition on one key, and whether it is to hold. */
export interface Literal {
  readonly key: string;
  readonly want: boolean;
  readonly kind: string;
  /** Its result for an absent key. Of several values each has to fit (`every`), or one. */
  readonly absent: boolean;
  readonly every: boolean;
  /** The set operator: `ForAllValues:` skips empty values. */
  readonly set: string;
  /** What values are compared with, and whether they should differ. */
  readonly patterns: readonly string[];
  readonly negated: boolean;
}

/** `4` or `6` and the bits of an IP address or block. */
function bitsOf(text: string): string | null {
  const [address = '', length = '128', ...more] = text.split('/');
  const [mark, count, base, width] = address.includes('.')
    ? (['.', 4, 10, 8] as const)
    : ([':', 8, 16, 16] as const);
  const whole = address.replace(/^::/, '0::').replace(/::$/, '::0');
  const parts = whole.replace('::', `:${'0:'.repeat(Math.max(1, 9 - whole.split(':').length))}`).split(mark);
  const form = count === 4 ? /^(\d\d?|1\d\d|2[0-4]\d|25[0-5])$/ : /^[\da-f]{1,4}$/i;
  if (parts.length !== count || !parts.every((part) => form.test(part)) || more.length > 0) return null;
  if (!/^\d{1,3}$/.test(length) || (text.includes('/') && Number(length) > count * width)) return null;
  const bits = parts.map((part) => parseInt(part, base).toString(2).padStart(width, '0')).join('');
  return `${count === 4 ? 4 : 6}${bits.slice(0, Number(length))}`;
}

/** The bits of a number, which are ordered as the numbers are. */
function ordered(number: number): string {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, number + 0);
  const bits = bytes.getBigUint64(0);
  return BigInt.asUintN(64, number < 0 ? ~bits : bits | (1n << 63n))
    .toString(2)
    .padStart(64, '0');
}

const dates = /^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?)?$/;

/** The text that patterns are compared with: of addresses, numbers and dates the bits. Null: not one of the kind. */
export function coded(kind: string, text: string): string | null {
  if (kind === 'address') return bitsOf(text);
  if (kind === 'number')
    return /^[+-]?\d+(\.\d+)?$/.test(text) && text.length < 16 ? ordered(Number(text)) : null;
  if (kind !== 'date') return text;
  if (/^\d{5,12}(\.\d{1,3})?$/.test(text)) return ordered(Number(text) * 1000);
  return dates.test(text) && !Number.isNaN(Date.parse(text)) ? ordered(Date.parse(text)) : null;
}

/** Whether the condition is as wanted for a value: absent, one, or several. */
export function agrees(
  { want, kind, absent, every, set, patterns, negated }: Literal,
  value: Value,
): boolean {
  const fits = (one: string) =>
    (set === 'ForAllValues:' && one === '') || matches(patterns, coded(kind, one) ?? '\0') !== negated;
  const list = value === undefined ? [] : [value].flat();
  return (list.length === 0 ? absent : every ? list.every(fits) : list.some(fits)) === want;
}

const isTag = (key: string) => /:[a-z]*tag\//.test(key);
const booleans = /^aws:(multifactorauthpresent|principalisawsservice|securetransport|viaawsservice)$/;

/** How the values of a key are coded; `kinds`: of all conditions on it. What is compared in several ways is a text. */
function kindOf(key: string, kinds: ReadonlySet<string>): string {
  if (/^aws:(vpc)?sourceip$/.test(key)) return 'address';
  if (booleans.test(key) || (kinds.has('bool') && !isTag(key))) return 'bool';
  const [only = 'text', ...others] = kinds;
  return others.length > 0 || only === 'bool' ? 'text' : only;
}

/** Patterns that all codes of a kind match. Addresses are as long as their patterns: no condition has the other bits. */
function domainOf(kind: string, patterns: readonly string[]): readonly string[] {
  const lengthOf = (mark: string) => patterns.map((one) => (one.startsWith(mark) ? one.length - 2 : 0));
  if (kind === 'address') return ['4', '6'].map((mark) => mark + ONE.repeat(Math.max(0, ...lengthOf(mark))));
  return kind === 'bool' ? ['true', 'false'] : kind === 'text' ? [STAR] : [ONE.repeat(64)];
}

/** Whether some value that is there meets all conditions. */
export function isPossible(
  key: string,
  kinds: ReadonlySet<string>,
  several: boolean,
  literals: readonly Literal[],
): boolean {
  const kind = kindOf(key, kinds);
  const isText = kind === 'text' || kind === 'bool';
  const used = literals.filter(
    (one) => /null/.test(one.kind) || (isText ? /text|bool/.test(one.kind) : one.kind === kind),
  );
  const domain = domainOf(
    kind,
    used.flatMap(({ patterns }) => patterns),
  );
  // Some conditions are about all values of a set; each of the others needs one value, which may be its own.
  const forAll = used.filter(({ every, want }) => !several || every === want);
  const others = used.filter((one) => !forAll.includes(one)).map((one) => [...forAll, one]);
  const wanted = (all: readonly Literal[]) =>
    all.map(({ patterns, want, negated }) => [patterns, want !== negated] as const);
  return (others.length > 0 ? others : [forAll]).every(
    (all) => someText([[domain, true], ...wanted(all)], isText ? '' : '0146') !== null,
  );
}

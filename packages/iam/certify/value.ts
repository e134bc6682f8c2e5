import { canMatch, matches, ONE, STAR } from './text';

export type KnownValue = string | readonly string[] | undefined;

/** A condition on one key, and whether it is to hold. `absent`: its result without the key; `every`: of each value. */
export interface Literal {
  readonly key: string;
  readonly want: boolean;
  readonly kind: string;
  readonly set: string;
  readonly absent: boolean;
  readonly every: boolean;
  readonly patterns: readonly string[];
  readonly negated: boolean;
}

/** `4` or `6` and the bits of an IP address or block. */
function bitsOf(text: string): string | null {
  const [address = '', length = 128] = text.split('/');
  const [mark, base, width] = text.includes('.') ? (['.', 10, 8] as const) : ([':', 16, 16] as const);
  const whole = address.replace(/^::/, '0::').replace(/::$/, '::0');
  const parts = whole.replace('::', `:${'0:'.repeat(Math.max(1, 9 - whole.split(':').length))}`).split(mark);
  const bits = parts.map((part) => parseInt(part, base).toString(2).padStart(width, '0')).join('');
  const form =
    width === 8
      ? /^(\d{1,3}\.){3}\d{1,3}(\/([12]?\d|3[0-2]))?$/
      : /^(?!.*[\da-f]{5})[\da-f:]+(\/(\d\d?|1[01]\d|12[0-8]))?$/i;
  const isWhole = (width === 8 ? /^[01]{32}$/ : /^[01]{128}$/).test(bits);
  return form.test(text) && isWhole ? `${width === 8 ? 4 : 6}${bits.slice(0, Number(length))}` : null;
}

/** The bits of a number, in the order of numbers. */
function ordered(number: number): string {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, number + 0);
  const bits = bytes.getBigUint64(0);
  return BigInt.asUintN(64, number < 0 ? ~bits : bits | (1n << 63n))
    .toString(2)
    .padStart(64, '0');
}

const dates = /^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?)?$/;

/** What patterns are compared with: a text, or the bits of an address, number or date. Null: it is none. */
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
  value: KnownValue,
): boolean {
  const isMet = (one: string) => matches(patterns, coded(kind, one) ?? '\0') !== negated;
  const isFit = (one: string) => (set === 'ForAllValues:' && one === '') || isMet(one);
  const list = value === undefined ? [] : [value].flat();
  return (list.length === 0 ? absent : every ? list.every(isFit) : list.some(isFit)) === want;
}

export const isTagKey = (key: string): boolean => /:[a-z]*tag\//.test(key);
/** Keys whose values have a form, which no operator changes. */
const isFormed = (key: string) =>
  /^(Resource|aws:(sourcevpce?|calledvia(first|last)?|userid|requestedregion|resourceaccount))$/.test(key);
const booleans = /^aws:(multifactorauthpresent|principalisawsservice|securetransport|viaawsservice)$/;

/** How the values of a key are coded; `kinds`: of all conditions on it. What is compared in several ways is a text. */
function kindOf(key: string, kinds: ReadonlySet<string>): string {
  if (/^aws:(vpc)?sourceip$/.test(key)) return 'address';
  if (booleans.test(key) || (kinds.has('bool') && !isTagKey(key) && !isFormed(key))) return 'bool';
  return kinds.size === 1 && !kinds.has('bool') ? ([...kinds][0] ?? 'text') : 'text';
}

/** Whether a value that is there, and not empty, meets all conditions. */
export function canHold(
  key: string,
  kinds: ReadonlySet<string>,
  several: boolean,
  literals: readonly Literal[],
): boolean {
  const kind = kindOf(key, kinds);
  const isText = kind === 'text' || kind === 'bool';
  const used = literals.filter(
    (one) => one.kind === 'null' || one.kind === kind || (isText && /text|bool/.test(one.kind)),
  );
  // Addresses are as long as the patterns: no condition is about the other bits.
  const rest = (mark: string) =>
    Math.max(
      0,
      ...used.flatMap(({ patterns }) => patterns.map((one) => (one.startsWith(mark) ? one.length - 2 : 0))),
    );
  const bits =
    kind === 'address' ? ['4', '6'].map((mark) => mark + ONE.repeat(rest(mark))) : [ONE.repeat(64)];
  const domain = kind === 'bool' ? ['true', 'false'] : kind === 'text' ? [STAR] : bits;
  // Some conditions are about all values of a set; each of the others needs one value, which may be its own.
  const forAll = used.filter(({ every, want }) => !several || every === want);
  const others = used.filter((one) => !forAll.includes(one)).map((one) => [...forAll, one]);
  return (others.length > 0 ? others : [forAll]).every((all) => {
    const wanted = all.map(({ patterns, want, negated }) => [patterns, want !== negated] as const);
    return canMatch([[domain, true], ...wanted], isText ? '' : '0146');
  });
}

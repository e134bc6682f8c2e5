import { anyAddress, type AddressRange, privateRanges, unusedRanges, within } from './address';
import {
  addressCandidates,
  type Candidates,
  type Preferred,
  scalarCandidates,
  textCandidates,
} from './candidates';
import { admitsValue, type Atom, holds, type Value } from './condition';
import type { Meter } from './meter';
import { fits, type Form, servicePrincipalForm } from './forms';
import { isAlwaysPresent, isBoolean, isMultivalued, isTag, usualValue } from './keys';

/** The cells of one key that the conditions tell apart. Sets of cells are bit masks. */
export interface Dimension<T = Value> {
  /** One value of each cell. */
  readonly cells: readonly T[];
  /** For each question (in order), the cells for which the answer is yes. */
  readonly masks: readonly bigint[];
  /** False when there may be a cell without a known value. */
  readonly complete: boolean;
}

/** Groups candidates that answer all questions alike; the first of each group represents it. */
export function group<T>(
  candidates: readonly T[],
  questions: readonly ((value: T) => boolean)[],
  complete: boolean,
  meter: Meter,
): Dimension<T> {
  const cells: T[] = [];
  const masks = questions.map(() => 0n);
  const seen = new Set<string>();
  for (const candidate of candidates) {
    meter.spend(1);
    const answers = questions.map((question) => question(candidate));
    const vector = answers.map((answer) => (answer ? '1' : '0')).join('');
    if (seen.has(vector)) continue;
    seen.add(vector);
    const bit = 1n << BigInt(cells.length);
    meter.spend(questions.length * (cells.length >> 9));
    cells.push(candidate);
    for (const [index, answer] of answers.entries()) if (answer) masks[index] = (masks[index] ?? 0n) | bit;
  }
  return { cells, masks, complete };
}

/** What is known about a key apart from any condition. */
export interface KeyDomain {
  /** Whether it may be absent. */
  readonly absent: boolean;
  readonly prefer: Preferred;
  /** The most likely value, tried before all others. */
  readonly own?: string;
  /** What its values look like; absent: they may be any text. */
  readonly form?: Form;
  /** All values that it may have. */
  readonly only?: readonly string[];
  readonly addresses: {
    readonly universe: (address: bigint) => boolean;
    readonly separate: readonly AddressRange[];
  } | null;
}

const MAX_SETS = 4096;

/** `aws:SourceIp` of a direct request: a public address, or one in a range of the perimeter. */
export function publicDomain(corporate: readonly AddressRange[]): KeyDomain {
  return {
    absent: false,
    prefer: ['203.0.113.9', '198.51.100.9', '2001:db8::9'],
    addresses: {
      universe: (address) => within(corporate, address) || !within(privateRanges, address),
      separate: [...corporate, ...privateRanges, ...anyAddress],
    },
  };
}

/** An address of any kind that a sender has: `aws:VpcSourceIp`, or `aws:SourceIp` of a forwarded request. */
export function anyAddressDomain(absent: boolean, prefer: Preferred): KeyDomain {
  return {
    absent,
    prefer,
    addresses: {
      universe: (address) => !within(unusedRanges, address),
      separate: [...unusedRanges, ...anyAddress],
    },
  };
}

export function keyDomain(key: string): KeyDomain {
  const absent = !isAlwaysPresent(key);
  const usual = usualValue(key);
  if (key.startsWith('aws:calledvia'))
    return { absent, prefer: [usual], form: servicePrincipalForm, addresses: null };
  return { absent, prefer: [usual, 'any-other-value'], addresses: null };
}

function singles(key: string, atoms: readonly Atom[], domain: KeyDomain, meter: Meter): Candidates {
  const { form, only, own } = domain;
  if (only !== undefined) return { values: only, complete: true };
  const found = unlimited(key, atoms, domain, meter);
  const values = own === undefined ? found.values : [own, ...found.values];
  return { ...found, values: form === undefined ? values : values.filter((text) => fits(form, text)) };
}

function unlimited(key: string, atoms: readonly Atom[], domain: KeyDomain, meter: Meter): Candidates {
  const { form } = domain;
  const tested = atoms.filter((atom) => atom.matcher.kind !== 'null');
  const kinds = new Set(tested.map((atom) => atom.matcher.kind));
  const limits = form === undefined ? null : { form, also: () => false };
  const texts = () => textCandidates(tested, domain.prefer, [], meter, limits);
  if (domain.addresses !== null) {
    const { universe, separate } = domain.addresses;
    const found = addressCandidates(tested, universe, separate, domain.prefer);
    return { ...found, complete: found.complete && !kinds.has('numbers') && !kinds.has('dates') };
  }
  const boolean =
    isBoolean(key) ||
    (form === undefined && !isTag(key) && tested.some((atom) => atom.operator.family === 'bool'));
  if (boolean) return { values: ['true', 'false'], complete: true };
  const parts: Candidates[] = [];
  if (kinds.has('patterns') || kinds.size === 0 || form !== undefined) parts.push(texts());
  if (kinds.has('numbers')) parts.push(scalarCandidates(tested, 'numbers'));
  if (kinds.has('dates')) parts.push(scalarCandidates(tested, 'dates'));
  if (kinds.has('addresses'))
    parts.push(addressCandidates(tested, () => true, anyAddress, ['203.0.113.9', '2001:db8::9']));
  const values = parts.flatMap((part) => part.values);
  // Only text has a cell for every combination of conditions; other kinds combined with it are only sampled.
  return {
    values: isTag(key) ? [...values, ''] : values,
    complete: parts.length === 1 && parts.every((part) => part.complete),
  };
}

/** All sets of at most `size` elements; null when there are too many. */
function subsets(elements: readonly string[], size: number, meter: Meter): (readonly string[])[] | null {
  let sets: (readonly string[])[] = [[]];
  for (const element of elements) {
    meter.spend(sets.length);
    const larger = sets.filter((set) => set.length < size).map((set) => [...set, element]);
    sets = [...sets, ...larger];
    if (sets.length > MAX_SETS) return null;
  }
  return sets;
}

/** The cells of one free key. The masks of `questions` follow those of the conditions. */
export function keyDimension(
  key: string,
  atoms: readonly Atom[],
  domain: KeyDomain,
  questions: readonly ((value: Value) => boolean)[],
  given: { readonly value: Value } | null,
  meter: Meter,
): Dimension {
  if (given !== null) return group([given.value], questions, true, meter);
  const found = singles(key, atoms, domain, meter);
  const all = [...atoms.map((atom) => (value: Value) => holds(atom, value, meter)), ...questions];
  const absent: Value[] = domain.absent ? [undefined] : [];
  const asSet = atoms.some((atom) => atom.operator.quantifier !== 'none');
  if (!isMultivalued(key, asSet))
    return group<Value>([...absent, ...found.values], all, found.complete, meter);
  const tests = [
    ...atoms.map((atom) => (value: string) => admitsValue(atom.matcher, value, meter)),
    // An empty value counts as none for ForAllValues, so it cannot represent others.
    (value: string) => value === '',
  ];
  const elements = group(found.values, tests, true, meter).cells;
  // A set needs at most one element for each condition that wants one.
  const sets = subsets(elements, atoms.length + 1, meter);
  const listed = sets ?? elements.map((element) => [element]);
  return group<Value>([...absent, ...listed], all, found.complete && sets !== null, meter);
}

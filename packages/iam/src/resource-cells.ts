import type { ResourceAtom } from './arn';
import { type Atom, holds } from './condition';
import { type Dimension, group } from './dimension';
import { accepts, COLON, FOLDED, isStar, literalPattern, type Pattern, SEGMENT_STAR, STAR } from './glob';
import type { Meter } from './meter';
import { matchesSome } from './product';
import { blendName, confined, isOneAsked, NAME, PARTS, partsOf, REGION, splitWhole } from './arn-form';
import type { ResourceQuery } from './resource';

const MAX_READABLE = 64;

/** The pattern with the query's own parts instead of its wildcards: a readable resource that it probably matches. */
function blend(pattern: Pattern, example: string): string {
  const text = pattern
    .map((token) => (isStar(token) ? '*' : token < 0 ? '?' : String.fromCharCode(token % FOLDED)))
    .join('');
  const own = partsOf(example);
  const parts = partsOf(text).map((part, index) => {
    const mine = own[index] ?? '';
    if (index < NAME) return /[*?]/.test(part) ? mine : part;
    return part === '*' ? mine : blendName(part, mine);
  });
  return parts.join(':');
}

function readable(query: ResourceQuery, patterns: readonly Pattern[]): readonly string[] {
  const example = query.prefer[0] ?? '';
  const blended = patterns.slice(0, MAX_READABLE).map((pattern) => blend(pattern, example));
  return [...query.prefer, ...new Set(blended.filter((text) => isOneAsked(query, text)))];
}

/** A condition on a part of the ARN, which is also a key of the request: its Region or its account. */
export interface PartAtom {
  readonly atom: Atom;
  readonly part: number;
}

/** The parts of an ARN that are also keys of the request. */
export const tiedParts: ReadonlyMap<string, number> = new Map([
  ['aws:requestedregion', REGION],
  ['aws:resourceaccount', 4],
]);

/** The part of the ARN, and its key. */
export function partOf(arn: string, part: number): string {
  return partsOf(arn)[part] ?? '';
}

/** The ARNs whose part matches the pattern. */
function inPart(pattern: Pattern, part: number): Pattern {
  const confined_ = pattern.map(confined);
  const parts = Array.from({ length: PARTS }, (_, index): Pattern => {
    if (index === part) return confined_;
    return index === NAME ? [STAR] : [SEGMENT_STAR];
  });
  return parts.flatMap((one, index) => (index === 0 ? one : [COLON, ...one]));
}

function columnOf({ atom, part }: PartAtom): readonly Pattern[] {
  if (atom.matcher.kind !== 'patterns') return [];
  return atom.matcher.patterns
    .filter((pattern) => !pattern.includes(COLON))
    .map((pattern) => inPart(pattern, part));
}

/** Which ARNs remain when keys that belong to a part of them are fixed. */
export type Pinned = ReadonlyMap<number, string>;

/**
 * The cells of resources. Unless `exact`, only those that a readable example shows, which is usually enough and saves
 * walking the automata. The masks of `tied` follow those of `atoms`.
 */
export function resourceDimension(
  query: ResourceQuery,
  atoms: readonly ResourceAtom[],
  exact: boolean,
  meter: Meter,
  tied: readonly PartAtom[] = [],
  pinned: Pinned = new Map(),
): Dimension<string> {
  const make = () => cutResources(query, atoms, exact, meter, tied, pinned);
  if (pinned.size > 0) return make();
  const shelf = exact ? query.exact : query.rough;
  return shelf.take([...atoms, ...tied.map(({ atom }) => atom)], make);
}

function cutResources(
  query: ResourceQuery,
  atoms: readonly ResourceAtom[],
  exact: boolean,
  meter: Meter,
  tied: readonly PartAtom[],
  pinned: Pinned,
): Dimension<string> {
  const { form, prefer, universe } = query;
  const questions = [
    ...atoms.map((atom) => (text: string) => matchesSome(atom.patterns, text, meter) !== atom.except),
    ...tied.map(
      ({ atom, part }) =>
        (text: string) =>
          holds(atom, partOf(text, part), meter),
    ),
  ];
  const pins = [...pinned].map(([part, value]) => inPart(literalPattern(value), part));
  const isPinned = (text: string) => pins.every((pin) => accepts(pin, text));
  if (questions.length === 0 && pins.length === 0 && prefer.length > 0)
    return group(prefer, questions, true, meter);
  const columns = [...atoms.map((atom) => atom.patterns), ...tied.map(columnOf), ...pins.map((pin) => [pin])];
  const examples = readable(query, columns.flat()).filter(isPinned);
  if (!exact && examples.length > 0) return group(examples, questions, false, meter);
  const found = splitWhole(universe, columns, form, meter);
  const asked = found.examples.filter((text) => isOneAsked(query, text) && isPinned(text));
  return group([...examples, ...asked], questions, found.complete, meter);
}

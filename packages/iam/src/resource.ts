import { partCount, partwise, type ResourceAtom } from './arn';
import { type Atom, holds } from './condition';
import { type Dimension, group } from './dimension';
import { accountForm, fits, type Form, regionForm } from './forms';
import {
  accepts,
  COLON,
  FOLDED,
  globPattern,
  isStar,
  literalPattern,
  ONE,
  type Pattern,
  SEGMENT_ONE,
  SEGMENT_STAR,
  STAR,
} from './glob';
import { type PartForm, splitArns } from './parts';
import { createShelf, type Shelf } from './shelf';
import { type Meter, unmetered } from './meter';
import type { Home } from './principal';
import { matchesSome, splitTexts, type TextCells } from './product';
import { regionsOf } from './regions';
import { exampleOf, formOf, type Targets, targetsOf } from './resource-types';

/** What the action acts on, as a text. Questions about resources are the same for actions with the same text. */
export function resourceKind(action: string): string {
  const targets = targetsOf(action);
  const kind = targets === null ? 'anything' : targets.length === 0 ? 'nothing' : targets.join(' ');
  return action.startsWith('iam:') ? `iam ${kind}` : kind;
}

const PARTS = 6;
/** The index of the last part of an ARN, which may have colons. */
const NAME = 5;
const REGION = 3;
const ACCOUNT = 4;
const SLASH = 47;

/**
 * The indexes of Region and account, which many services omit: `arn:aws:s3:::bucket`, `arn:aws:iam::ACCOUNT:role/x`.
 */
const mayBeEmpty: ReadonlySet<number> = new Set([3, 4]);

/**
 * The wildcards of a query represent names, which have at least one character; wildcards within a part of an ARN stay
 * within it. Names of SageMaker resources have no colon, so it does not matter there whether a policy's `*` may match
 * one.
 */
function universePattern(text: string): Pattern {
  const glob = globPattern(text);
  const isSageMaker = /^[^:]*:[^:]*:sagemaker[:-]/.test(text);
  const pattern = isSageMaker ? glob.map(confined) : partCount(glob) === PARTS ? partwise(glob) : glob;
  let part = 0;
  return pattern.flatMap((token, index) => {
    if (token === COLON) part += 1;
    const before = pattern[index - 1] ?? COLON;
    const starts = before === COLON || before === SLASH;
    if (!isStar(token) || !starts || (!isSageMaker && mayBeEmpty.has(part))) return [token];
    return [token === STAR ? ONE : SEGMENT_ONE, token];
  });
}

function confined(token: number): number {
  return token === STAR ? SEGMENT_STAR : token === ONE ? SEGMENT_ONE : token;
}

/** The parts of an ARN's pattern without wildcards in them, and examples of the others. */
function prettyName(pattern: string, { account, partition }: Home, name: string | null): string {
  const parts = partsOf(pattern);
  const [region = ''] = regionsOf(partition);
  const fill = ['arn', partition, 'sagemaker', region, account, name];
  return parts
    .map((part, index) => {
      const own = fill[index] ?? undefined;
      if (index === REGION && /[*?]/.test(part))
        return regionsOf(partition).find((known) => accepts(globPattern(part), known)) ?? xs(part);
      if (index === NAME && own !== undefined) return blendName(part, own);
      return part === '*' && own !== undefined ? own : xs(part);
    })
    .join(':');
}

function xs(part: string): string {
  return part.replace(/[*?]/g, 'x');
}

/** The name with the example's own parts instead of wildcards, and with as many parts as the example. */
function blendName(name: string, example: string): string {
  const own = example.split('/');
  const parts = name.split('/');
  const blended = parts.map((part, index) => (part === '*' ? (own[index] ?? 'x') : xs(part)));
  const isOpen = parts.at(-1)?.endsWith('*') === true;
  return [...blended, ...(isOpen ? own.slice(parts.length) : [])].join('/');
}

type Universe = readonly [Pattern, ...Pattern[]];

/** The Region of the calls and the account of the resources, where the query's pattern fixes them; null otherwise. */
export interface Place {
  readonly region: string | null;
  readonly account: string | null;
  /** Whether every ARN has a Region and an account, those of the request. */
  readonly tied: boolean;
}

/** The form of each part of an ARN; null: it may be any text. */
type ArnForm = readonly (PartForm | null)[];

/** The resources that a query asks about, to be cut into the cells that the statements tell apart. */
export interface ResourceQuery {
  /** Patterns: the resources are the texts that match any of them. */
  readonly universe: Universe;
  /** What the ARNs of the action's own types look like. */
  readonly form: ArnForm | null;
  readonly place: Place;
  readonly prefer: readonly string[];
  /** Dimensions already cut. */
  readonly rough: Shelf<Dimension<string>>;
  readonly exact: Shelf<Dimension<string>>;
}

const MAX_READABLE = 64;
const MAX_ATOMS = 8192;

function query(
  universe: Universe,
  form: ArnForm | null,
  prefer: readonly string[],
  place: Place,
): ResourceQuery {
  return { universe, form, place, prefer, rough: createShelf(MAX_ATOMS), exact: createShelf(MAX_ATOMS) };
}

function isLiteral(part: string | undefined): part is string {
  return part !== undefined && part !== '' && !/[*?]/.test(part);
}

function placeOf(pattern: string, action: string, home: Home, targets: Targets | null): Place {
  const parts = pattern.split(':');
  const [region, account] = parts.length < PARTS ? [] : parts.slice(REGION, NAME);
  const isIam = action.startsWith('iam:');
  return {
    // Calls of IAM are made in one Region of each partition.
    region: isIam ? (regionsOf(home.partition)[0] ?? null) : isLiteral(region) ? region : null,
    account:
      account !== undefined && /^\d{12}$/.test(account)
        ? account
        : // A call that acts on no resource counts as one on the caller's account.
          targets?.length === 0
          ? home.account
          : null,
    tied: targets !== null && targets.length > 0,
  };
}

function wild(template: string): string {
  return template.replace(/\{\w+\}.*$/, '*');
}

/**
 * `*` means every resource of the home partition that the action acts on; an ARN of another type is used as given. An
 * action without resource types acts on `*`, whatever ARN is asked about.
 */
export function resourceQuery(pattern: string, action: string, home: Home): ResourceQuery {
  const targets = targetsOf(action);
  const place = placeOf(pattern, action, home, targets);
  if (targets === null) {
    if (pattern !== '*')
      return query([universePattern(pattern)], null, [prettyName(pattern, home, null)], place);
    return query([literalPattern('*'), universePattern(`arn:${home.partition}:*:*:*:*`)], null, ['*'], place);
  }
  const [first] = targets;
  if (first === undefined) return query([literalPattern('*')], null, ['*'], place);
  const name = exampleOf(first);
  const whole: ArnForm = [
    null,
    { form: [literalPattern(home.partition)], usual: [] },
    { form: [literalPattern('sagemaker')], usual: [] },
    { form: regionForm, usual: regionsOf(home.partition) },
    { form: accountForm, usual: [home.account] },
    { form: formOf(targets), usual: [name] },
  ];
  if (pattern === '*') {
    const all = `arn:${home.partition}:sagemaker:*:*:${targets.length === 1 ? wild(first) : '*'}`;
    return query([universePattern(all)], whole, [prettyName(all, home, name)], place);
  }
  const universe = universePattern(pattern);
  const parts = partsOf(pattern);
  const own: ArnForm = whole.map((part, index) => (isLiteral(parts[index]) ? null : part));
  const holds = splitWhole([universe], [], own, unmetered).examples.length > 0;
  const example = prettyName(pattern, home, holds ? name : null);
  const made = query([universe], holds ? own : null, [example], place);
  return isAsked(made, example) ? made : { ...made, prefer: [] };
}

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

function partsOf(text: string): string[] {
  const parts = text.split(':');
  return parts.length < PARTS ? parts : [...parts.slice(0, NAME), parts.slice(NAME).join(':')];
}

function fitsArn(form: ArnForm | null, text: string): boolean {
  if (form === null) return true;
  const parts = partsOf(text);
  return form.every((part, index) => part === null || fits(part.form, parts[index] ?? ''));
}

function isAsked(query: Pick<ResourceQuery, 'universe' | 'form'>, text: string): boolean {
  return matchesSome(query.universe, text) && fitsArn(query.form, text);
}

function readable(query: ResourceQuery, patterns: readonly Pattern[]): readonly string[] {
  const example = query.prefer[0] ?? '';
  const blended = patterns.slice(0, MAX_READABLE).map((pattern) => blend(pattern, example));
  return [...query.prefer, ...new Set(blended.filter((text) => isAsked(query, text)))];
}

/** A condition on a part of the ARN, which is also a key of the request: its Region or its account. */
export interface PartAtom {
  readonly atom: Atom;
  readonly part: number;
}

/** The parts of an ARN that are also keys of the request. */
export const tiedParts: ReadonlyMap<string, number> = new Map([
  ['aws:requestedregion', REGION],
  ['aws:resourceaccount', ACCOUNT],
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
  const asked = found.examples.filter((text) => isAsked(query, text) && isPinned(text));
  return group([...examples, ...asked], questions, found.complete, meter);
}

/** Part by part when there is one pattern that can be split like this; otherwise as whole texts. */
function splitWhole(
  universe: Universe,
  columns: readonly (readonly Pattern[])[],
  form: ArnForm | null,
  meter: Meter,
): TextCells {
  const byParts = universe.length === 1 ? splitArns(universe[0], columns, form, meter) : null;
  if (byParts !== null) return byParts;
  if (form === null) return splitTexts(universe, columns, meter);
  const whole = form
    .map((part): Form => part?.form ?? [[SEGMENT_STAR]])
    .reduce((texts, part) => texts.flatMap((text) => part.map((own) => [...text, COLON, ...own])));
  const found = splitTexts(universe, [whole, ...columns], meter);
  return { ...found, examples: found.examples.filter((text) => fitsArn(form, text)) };
}

import { partCount, partwise, type ResourceAtom } from './arn';
import { type Dimension, group } from './dimension';
import {
  accepts,
  COLON,
  globPattern,
  isStar,
  literalPattern,
  ONE,
  type Pattern,
  SEGMENT_ONE,
  SEGMENT_STAR,
  STAR,
} from './glob';
import { splitArns } from './parts';
import { createShelf, type Shelf } from './shelf';
import type { Meter } from './meter';
import type { Home } from './principal';
import { matchesSome, splitTexts, type TextCells } from './product';

// The ARN types of the actions that Palisade protects by default, and of their neighbours; see docs/engine.md.
const types: ReadonlyMap<string, string> = new Map([
  ['sagemaker:createpresignednotebookinstanceurl', 'notebook-instance/*'],
  ['sagemaker:describenotebookinstance', 'notebook-instance/*'],
  ['sagemaker:createnotebookinstance', 'notebook-instance/*'],
  ['sagemaker:updatenotebookinstance', 'notebook-instance/*'],
  ['sagemaker:deletenotebookinstance', 'notebook-instance/*'],
  ['sagemaker:startnotebookinstance', 'notebook-instance/*'],
  ['sagemaker:stopnotebookinstance', 'notebook-instance/*'],
  ['sagemaker:createpresigneddomainurl', 'user-profile/*'],
  ['sagemaker:describeuserprofile', 'user-profile/*'],
  ['sagemaker:describedomain', 'domain/*'],
  ['sagemaker:updatedomain', 'domain/*'],
  ['sagemaker:startsession', 'space/*'],
  ['sagemaker:createpresignedmlflowtrackingserverurl', 'mlflow-tracking-server/*'],
  ['sagemaker:createpresignedmlflowappurl', 'mlflow-app/*'],
  ['sagemaker:createpartnerapppresignedurl', 'partner-app/*'],
]);

/** What the action acts on, as a text. Questions about resources are the same for actions with the same text. */
export function resourceKind(action: string): string {
  return types.get(action) ?? 'anything';
}

const PARTS = 6;
/** The index of the last part of an ARN, which may have colons. */
const NAME = 5;
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

/** A Region of the partition, for examples. */
const someRegion: Readonly<Record<string, string>> = {
  'aws-cn': 'cn-north-1',
  'aws-eusc': 'eusc-de-east-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
  'aws-us-gov': 'us-gov-west-1',
};

function regionFor(partition: string): string {
  if (partition === 'aws') return 'us-east-1';
  // A partition that is newer than this list.
  return someRegion[partition] ?? 'xx-region-1';
}

function prettyName(pattern: string, { account, partition }: Home): string {
  const parts = pattern.split(':');
  const fill = ['arn', partition, 'sagemaker', regionFor(partition), account];
  return parts
    .map((part, index) => (part === '*' ? fill[index] : undefined) ?? part.replace(/[*?]/g, 'x'))
    .join(':');
}

type Universe = readonly [Pattern, ...Pattern[]];

/** The resources that a query asks about, to be cut into the cells that the statements tell apart. */
export interface ResourceQuery {
  /** Patterns: the resources are the texts that match any of them. */
  readonly universe: Universe;
  /** The ARN type of the action, when the universe has others too. */
  readonly type: Pattern | null;
  readonly prefer: readonly string[];
  /** Dimensions already cut. */
  readonly rough: Shelf<Dimension<string>>;
  readonly exact: Shelf<Dimension<string>>;
}

const MAX_READABLE = 64;
const MAX_ATOMS = 8192;

function query(universe: Universe, type: Pattern | null, prefer: string[]): ResourceQuery {
  return {
    universe,
    type,
    prefer,
    rough: createShelf(MAX_ATOMS),
    exact: createShelf(MAX_ATOMS),
  };
}

/** `*` means every resource of the home partition that the action acts on; an ARN of another type is used as given. */
export function resourceQuery(pattern: string, action: string, home: Home): ResourceQuery {
  const own = types.get(action);
  if (own === undefined) {
    if (pattern !== '*') return query([universePattern(pattern)], null, [prettyName(pattern, home)]);
    return query([literalPattern('*'), universePattern(`arn:${home.partition}:*:*:*:*`)], null, ['*']);
  }
  const all = `arn:${home.partition}:sagemaker:*:*:${own}`;
  const type = universePattern(all);
  if (pattern === '*') return query([type], null, [prettyName(all, home)]);
  const universe = universePattern(pattern);
  const example = prettyName(pattern, home);
  const { examples } = splitTexts([universe], [[type]]);
  const fitting = examples.filter((text) => accepts(type, text));
  if (fitting.length === 0 || fitting.length === examples.length) return query([universe], null, [example]);
  return query(
    [universe],
    type,
    [example].filter((text) => accepts(type, text)),
  );
}

/** The pattern with the query's own parts instead of its wildcards: a readable resource that it probably matches. */
function blend(pattern: Pattern, example: string): string {
  const text = pattern
    .map((token) => (isStar(token) ? '*' : token < 0 ? '?' : String.fromCharCode(token)))
    .join('');
  const own = partsOf(example);
  const parts = partsOf(text).map((part, index) => {
    if (index < NAME) return /[*?]/.test(part) ? own[index] : part;
    return part === '*' ? own[index] : part.replace(/[*?]/g, 'x');
  });
  return parts.join(':');
}

function partsOf(text: string): string[] {
  const parts = text.split(':');
  return [...parts.slice(0, NAME), parts.slice(NAME).join(':')];
}

function isAsked(query: ResourceQuery, text: string): boolean {
  return matchesSome(query.universe, text) && (query.type === null || accepts(query.type, text));
}

function readable(query: ResourceQuery, atoms: readonly ResourceAtom[]): readonly string[] {
  const example = query.prefer[0] ?? '';
  const some = atoms.flatMap((atom) => atom.patterns).slice(0, MAX_READABLE);
  const blended = some.map((pattern) => blend(pattern, example));
  return [...query.prefer, ...new Set(blended.filter((text) => isAsked(query, text)))];
}

/**
 * The cells of resources. Unless `exact`, only those that a readable example shows, which is usually enough and saves
 * walking the automata.
 */
export function resourceDimension(
  query: ResourceQuery,
  atoms: readonly ResourceAtom[],
  exact: boolean,
  meter: Meter,
): Dimension<string> {
  const shelf = exact ? query.exact : query.rough;
  return shelf.take(atoms, () => cutResources(query, atoms, exact, meter));
}

function cutResources(
  query: ResourceQuery,
  atoms: readonly ResourceAtom[],
  exact: boolean,
  meter: Meter,
): Dimension<string> {
  const { prefer, type, universe } = query;
  const questions = atoms.map(
    (atom) => (text: string) => matchesSome(atom.patterns, text, meter) !== atom.except,
  );
  if (atoms.length === 0 && prefer.length > 0) return group(prefer, questions, true, meter);
  const examples = readable(query, atoms);
  if (!exact && examples.length > 0) return group(examples, questions, false, meter);
  const columns = atoms.map((atom) => atom.patterns);
  const found = splitWhole(universe, type === null ? columns : [[type], ...columns], meter);
  const asked = found.examples.filter((text) => isAsked(query, text));
  return group([...examples, ...asked], questions, found.complete, meter);
}

/** Part by part when there is one pattern that can be split like this; otherwise as whole texts. */
function splitWhole(universe: Universe, columns: readonly (readonly Pattern[])[], meter: Meter): TextCells {
  const byParts = universe.length === 1 ? splitArns(universe[0], columns, meter) : null;
  return byParts ?? splitTexts(universe, columns, meter);
}

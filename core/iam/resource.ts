import { partCount, partwise, type ResourceAtom } from './arn';
import { type Dimension, group } from './dimension';
import {
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

// The ARN types of the actions that Palisade protects by default, and of their neighbours; see docs/iam-engine.md.
const types: ReadonlyMap<string, readonly string[]> = new Map([
  ['createpresignednotebookinstanceurl', ['notebook-instance/*']],
  ['describenotebookinstance', ['notebook-instance/*']],
  ['createnotebookinstance', ['notebook-instance/*']],
  ['updatenotebookinstance', ['notebook-instance/*']],
  ['deletenotebookinstance', ['notebook-instance/*']],
  ['startnotebookinstance', ['notebook-instance/*']],
  ['stopnotebookinstance', ['notebook-instance/*']],
  ['createpresigneddomainurl', ['user-profile/*']],
  ['describeuserprofile', ['user-profile/*']],
  ['describedomain', ['domain/*']],
  ['updatedomain', ['domain/*']],
  ['startsession', ['space/*']],
  ['createpresignedmlflowtrackingserverurl', ['mlflow-tracking-server/*']],
  ['createpresignedmlflowappurl', ['mlflow-app/*']],
  ['createpartnerapppresignedurl', ['partner-app/*']],
]);

/** What the action acts on, as a text: actions with the same one are asked the same about resources. */
export function resourceKind(action: string): string {
  const [service = '', name = ''] = action.split(':');
  return `${service} ${(service === 'sagemaker' ? types.get(name) : undefined)?.join(' ') ?? ''}`;
}

function typePatterns(action: string, partition: string): readonly Pattern[] | null {
  const [service, name = ''] = action.split(':');
  const found = service === 'sagemaker' ? types.get(name) : undefined;
  return found?.map((type) => universePattern(`arn:${partition}:sagemaker:*:*:${type}`)) ?? null;
}

/**
 * A query's wildcards stand for names, which have at least one character; those of an ARN's part stay within it. Names
 * of SageMaker resources hold no colon, so that it does not matter there whether a policy's `*` may cross one.
 */
function universePattern(text: string): Pattern {
  const glob = globPattern(text);
  const pattern = partCount(glob) === 6 ? partwise(glob) : glob;
  const confined = /^sagemaker(?:-|$)/.test(text.split(':')[2] ?? '');
  return pattern.flatMap((token, index) => {
    const before = pattern[index - 1];
    const starts = before === undefined || before === 58 || before === 47;
    if (token === STAR && !confined) return starts ? [ONE, STAR] : [STAR];
    if (token === ONE && confined) return [SEGMENT_ONE];
    if (token !== STAR && token !== SEGMENT_STAR) return [token];
    return starts ? [SEGMENT_ONE, SEGMENT_STAR] : [SEGMENT_STAR];
  });
}

/** A Region of the partition, for an example. */
const someRegion: Readonly<Record<string, string>> = {
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

function prettyName(pattern: string, { account, partition }: Home): string {
  const parts = pattern.split(':');
  if (parts.length < 6) return pattern.replace(/[*?]/g, 'x');
  const fill = ['arn', partition, 'sagemaker', someRegion[partition] ?? 'us-east-1', account];
  return parts
    .map((part, index) => (part === '*' ? (fill[index] ?? 'x') : part.replace(/[*?]/g, 'x')))
    .join(':');
}

/** The resources that a query asks about, to be split by what the statements tell apart. */
export interface ResourceQuery {
  readonly universe: readonly Pattern[];
  /** The action's own ARN types, where the query holds others too. */
  readonly types: readonly Pattern[] | null;
  readonly prefer: readonly string[];
  /** Splits already made, by the patterns that made them. */
  readonly splits: Map<string, TextCells>;
  /** Cuts already made. */
  readonly rough: Shelf<Dimension<string>>;
  readonly exact: Shelf<Dimension<string>>;
}

const MAX_SPLITS = 500;
const MAX_READABLE = 64;
const MAX_ATOMS = 8192;

function query(universe: readonly Pattern[], own: ResourceQuery['types'], prefer: string[]): ResourceQuery {
  return {
    universe,
    types: own,
    prefer,
    splits: new Map(),
    rough: createShelf(MAX_ATOMS),
    exact: createShelf(MAX_ATOMS),
  };
}

/** `*` means every resource of the home partition that the action acts on; an ARN of another type is taken as asked. */
export function resourceQuery(pattern: string, action: string, home: Home): ResourceQuery {
  const { partition } = home;
  const own = typePatterns(action, partition);
  if (pattern === '*') {
    const type = types.get(action.split(':')[1] ?? '')?.[0];
    if (own === null)
      return query([literalPattern('*'), universePattern(`arn:${partition}:*:*:*:*`)], null, ['*']);
    return query(own, null, [prettyName(`arn:*:sagemaker:*:*:${type ?? '*'}`, home)]);
  }
  const universe = [universePattern(pattern)];
  const prefer = [prettyName(pattern, home)].filter((text) => matchesSome(universe, text));
  if (own === null) return query(universe, null, prefer);
  const { examples, complete } = splitTexts(universe, [own]);
  const fitting = examples.filter((text) => matchesSome(own, text));
  const mixed = !complete || (fitting.length > 0 && fitting.length < examples.length);
  if (!mixed) return query(universe, null, prefer);
  return query(
    universe,
    own,
    prefer.filter((text) => matchesSome(own, text)),
  );
}

function splitOnce(query: ResourceQuery, columns: readonly (readonly Pattern[])[], meter: Meter): TextCells {
  const key = columns.map((patterns) => patterns.join(';')).join('|');
  const known = query.splits.get(key);
  if (known !== undefined) return known;
  const [only, ...others] = query.universe;
  const byParts = only !== undefined && others.length === 0 ? splitArns(only, columns, meter) : null;
  const found = byParts ?? splitTexts(query.universe, columns, meter);
  if (query.splits.size >= MAX_SPLITS) query.splits.clear();
  query.splits.set(key, found);
  return found;
}

/** The pattern with the query's own parts for its wildcards: a readable resource that it may well match. */
function blend(pattern: Pattern, example: string): string {
  const text = pattern
    .map((token) => (isStar(token) ? '*' : token < 0 ? '?' : String.fromCharCode(token)))
    .join('');
  const own = partsOf(example);
  const parts = partsOf(text).map((part, index) => {
    if (index < 5) return /[*?]/.test(part) ? own[index] : part;
    return part === '*' ? own[index] : part.replace(/[*?]/g, 'x');
  });
  return parts.join(':');
}

function partsOf(text: string): string[] {
  const parts = text.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function isAsked(query: ResourceQuery, text: string): boolean {
  return matchesSome(query.universe, text) && (query.types === null || matchesSome(query.types, text));
}

function readable(query: ResourceQuery, atoms: readonly ResourceAtom[]): readonly string[] {
  const example = query.prefer[0] ?? '';
  const some = atoms.flatMap((atom) => atom.patterns).slice(0, MAX_READABLE);
  const blended = some.map((pattern) => blend(pattern, example));
  return [...query.prefer, ...new Set(blended.filter((text) => isAsked(query, text)))];
}

/**
 * The regions of resources. Not `exact`: only those that a readable example shows, which is usually enough and saves
 * the walk over the automata.
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
  const { types: own, prefer } = query;
  const questions = atoms.map(
    (atom) => (text: string) => matchesSome(atom.patterns, text, meter) !== atom.except,
  );
  if (atoms.length === 0 && prefer.length > 0) return group(prefer, questions, true, meter);
  const examples = readable(query, atoms);
  if (!exact && examples.length > 0) return group(examples, questions, false, meter);
  const columns = atoms.map((atom) => atom.patterns);
  const found = splitOnce(query, own === null ? columns : [own, ...columns], meter);
  const fitting = own === null ? found.examples : found.examples.filter((text) => matchesSome(own, text));
  return group([...examples, ...fitting], questions, found.complete, meter);
}

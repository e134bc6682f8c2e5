import { actionKind, exampleResources } from '../validate';
import { partCount, partwise } from './arn';
import {
  type ArnForm,
  type Asked,
  blendName,
  confined,
  isOneAsked,
  NAME,
  PARTS,
  partsOf,
  REGION,
  splitWhole,
  type Universe,
  xs,
} from './arn-form';
import type { Dimension } from './dimension';
import { accountForm, locationForm } from './forms';
import {
  accepts,
  COLON,
  globPattern,
  isStar,
  literalPattern,
  ONE,
  type Pattern,
  SEGMENT_ONE,
  STAR,
} from './glob';
import { unmetered } from './meter';
import type { Home } from './principal';
import { locationsIn } from './aws-regions';
import { exampleOf, formOfTargets, type Targets, targetsOf } from './resource-types';
import { createShelf, type Shelf } from './shelf';

/** What the action acts on, as a text. Questions about resources are the same for actions with the same text. */
export function resourceKind(action: string): string {
  const targets = targetsOf(action);
  if (targets !== null) return targets.length === 0 ? 'nothing' : targets.join(' ');
  // IAM is in one Region, and every service has examples of its own.
  const service = action.slice(0, action.indexOf(':'));
  return service === 'sagemaker' ? 'anything' : `${service} ${actionKind(action) || 'anything'}`;
}

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

/** The parts of an ARN's pattern without wildcards in them, and examples of the others. */
function prettyName(pattern: string, { account, partition }: Home, name: string | null): string {
  const parts = partsOf(pattern);
  const [region = ''] = locationsIn(partition);
  const fill = ['arn', partition, 'sagemaker', region, account, name];
  return parts
    .map((part, index) => {
      const own = fill[index] ?? undefined;
      if (index === REGION && /[*?]/.test(part))
        return locationsIn(partition).find((known) => accepts(globPattern(part), known)) ?? xs(part);
      if (index === NAME && own !== undefined) return blendName(part, own);
      return part === '*' && own !== undefined ? own : xs(part);
    })
    .join(':');
}

/** The Region of the calls and the account of the resources, where the query's pattern fixes them; null otherwise. */
export interface RequestPlace {
  readonly region: string | null;
  readonly account: string | null;
  /** Whether every ARN has a Region and an account, those of the request. */
  readonly tied: boolean;
}

/** The resources that a query asks about, to be cut into the cells that the statements tell apart. */
export interface ResourceQuery extends Asked {
  readonly place: RequestPlace;
  readonly prefer: readonly string[];
  /** Dimensions already cut. */
  readonly rough: Shelf<Dimension<string>>;
  readonly exact: Shelf<Dimension<string>>;
}

const MAX_ATOMS = 8192;
const SLASH = 47;

function query(
  universe: Universe,
  form: ArnForm | null,
  prefer: readonly string[],
  place: RequestPlace,
): ResourceQuery {
  return { universe, form, place, prefer, rough: createShelf(MAX_ATOMS), exact: createShelf(MAX_ATOMS) };
}

function isLiteral(part: string | undefined): part is string {
  return part !== undefined && part !== '' && !/[*?]/.test(part);
}

function placeOf(pattern: string, action: string, home: Home, targets: Targets | null): RequestPlace {
  const parts = pattern.split(':');
  const [region, account] = parts.length < PARTS ? [] : parts.slice(REGION, NAME);
  const isIam = action.startsWith('iam:');
  return {
    // Calls of IAM are made in one Region of each partition.
    region: isIam ? (locationsIn(home.partition)[0] ?? null) : isLiteral(region) ? region : null,
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
    const [first = ''] = locationsIn(home.partition);
    const region = place.region ?? first;
    const examples = exampleResources(action, { ...home, region });
    if (pattern !== '*') {
      const universe = universePattern(pattern);
      const asked = examples.filter((example) => accepts(universe, example));
      return query([universe], null, [...asked, prettyName(pattern, home, null)], place);
    }
    const universe: Universe = [literalPattern('*'), universePattern(`arn:${home.partition}:*:*:*:*`)];
    return query(universe, null, [...examples, '*'], place);
  }
  const [first] = targets;
  if (first === undefined) return query([literalPattern('*')], null, ['*'], place);
  const name = exampleOf(first);
  const whole: ArnForm = [
    null,
    { form: [literalPattern(home.partition)], usual: [] },
    { form: [literalPattern('sagemaker')], usual: [] },
    { form: locationForm, usual: locationsIn(home.partition) },
    { form: accountForm, usual: [home.account] },
    { form: formOfTargets(targets), usual: [name] },
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
  return isOneAsked(made, example) ? made : { ...made, prefer: [] };
}

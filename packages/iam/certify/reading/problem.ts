import { conditionsOf, type Known, literal } from './policy';
import tables from './tables.json';
import { canMatch, patternOf, ONE, PART_ONE, PART_STAR, byParts, STAR } from '../text';
import type { Literal, KeyValue } from '../value';

export interface Policies {
  readonly identity: readonly unknown[];
  readonly boundary?: unknown;
  readonly scps?: readonly (readonly unknown[])[];
  readonly rcps?: readonly (readonly unknown[])[];
}

/** A problem as in a line of `palisade-prove`. */
export interface ProblemLine extends Policies {
  readonly principal: {
    readonly arn: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly sessionTags?: 'free' | 'none';
    readonly id?: string;
  };
  readonly now?: string;
  readonly perimeter: {
    readonly vpcs?: readonly string[];
    readonly vpcEndpoints?: readonly string[];
    readonly cidrs?: readonly string[];
    readonly endpointVpc?: Readonly<Record<string, string>>;
    readonly endpointOwnerKeys?: boolean;
  };
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly before?: Policies;
}

/** Documents with their paths, of which a statement with the effect must (or must not) match. */
type Layer = readonly [
  name: string,
  effect: string,
  documents: readonly (readonly [path: string, document: unknown])[],
];
/** What has to be impossible: that a statement of all `needs` matches, and none of `nevers`. */
export interface Inquiry {
  readonly name: string;
  readonly origin: 'public' | 'endpoint' | 'forwarded';
  readonly needs: readonly Layer[];
  readonly nevers: readonly Layer[];
}

function layersOf({ identity, boundary, scps = [], rcps = [] }: Policies, prefix: string): readonly Layer[] {
  const levels = [
    ['identity', identity] as const,
    ...(boundary === undefined || boundary === null ? [] : [['boundary', [boundary]] as const]),
    ...scps.map((list, at) => [`scps[${at}]`, list] as const),
    ...rcps.map((list, at) => [`rcps[${at}]`, list] as const),
  ];
  const pathOf = (name: string, at: number) => (name === 'boundary' ? name : `${name}[${at}]`);
  return levels.map(([name, list]) => [
    name,
    'Allow',
    list.map((one, at) => [prefix + pathOf(name, at), one]),
  ]);
}

/** All questions about a zone. A lockout: allowed before, and now denied, or not allowed in some layer. */
export function questionsOf(problem: ProblemLine, zone: string): readonly Inquiry[] {
  const denies = (layers: readonly Layer[]) => layers.map(([name, , all]): Layer => [name, 'Deny', all]);
  const now = layersOf(problem, '');
  const was = layersOf(problem.before ?? problem, 'before.');
  const denied: Layer = ['denied', 'Deny', now.flatMap(([, , documents]) => documents)];
  const lost = now.map((layer) => ({ name: layer[0], needs: was, nevers: [...denies(was), layer] }));
  const lockout = [{ name: 'denied', needs: [...was, denied], nevers: denies(was) }, ...lost];
  const questions = zone === 'lockout' ? lockout : [{ name: 'allowed', needs: now, nevers: denies(now) }];
  const origins = zone === 'viaService' ? (['forwarded'] as const) : (['public', 'endpoint'] as const);
  return origins.flatMap((origin) => questions.map((one) => ({ ...one, origin })));
}

/** Keys with one value in all requests, those of the context before those of the principal; and the partition. */
export function knownOf(
  problem: ProblemLine,
  extra: ReadonlyMap<string, KeyValue>,
): readonly [Known, string] {
  const { arn, tags, sessionTags } = problem.principal;
  const form = /^arn:([a-z-]+):iam::(\d{12}):(user|role)\/(?:[^\n]*\/)?([^/\n]+)$/.exec(arn);
  const [, partition = '', account = '', type = '', name = ''] = form ?? [];
  if (form === null) throw new Error('principal.arn is not the ARN of a user or role');
  const fills = new Map([
    ['ARN', arn],
    ['ACCOUNT', account],
    ['NAME', name],
  ]);
  const template = Object.entries(type === 'user' ? tables.principal.user : tables.principal.role);
  const isFixed = tags !== undefined && sessionTags !== 'free';
  const given = Object.entries(isFixed ? tags : {}).map(
    ([tag, value]) => [`aws:PrincipalTag/${tag}`, value] as const,
  );
  const known = new Map<string, KeyValue>();
  const own = template.map(([key, value]) => [key, fills.get(String(value)) ?? value] as const);
  for (const [key, value] of [...own, ...given.reverse(), ...Object.entries(problem.context ?? {})]) {
    const texts = [value].flat();
    known.set(key.toLowerCase(), texts.length === 0 ? undefined : value);
  }
  for (const [key, value] of extra) known.set(key, value);
  const has = (key: string) => known.has(key) || (isFixed && key.startsWith('aws:principaltag/'));
  return [{ has, get: (key) => known.get(key) }, partition];
}

/** What is true of the principal and the time in every request, unless the context says otherwise. */
export function principalFacts({ principal, now }: ProblemLine): readonly (Literal | null)[] {
  const { id, sessionTags, tags = {} } = principal;
  const own = sessionTags === 'free' ? Object.keys(tags) : [];
  return [
    ...conditionsOf({ Null: Object.fromEntries(own.map((tag) => [`aws:PrincipalTag/${tag}`, 'false'])) }),
    ...(id === undefined ? [] : conditionsOf({ StringLike: { 'aws:userid': [id, `${id}:*`] } })),
    ...(now === undefined ? [] : conditionsOf({ DateGreaterThanEquals: { 'aws:CurrentTime': now } })),
  ];
}

/** What a pattern in a question stands for: names are not empty, and stay within their part of an ARN. */
function asked(text: string): string {
  const isOwn = /^[^:]*:[^:]*:sagemaker[:-]/.test(text);
  const glob = patternOf([[text, true]]);
  const pattern = isOwn ? byParts(glob, 99) : text.split(':').length < 6 ? glob : byParts(glob);
  const named = (part: string) =>
    part.replace(/(?<=^|\/)\uF001/g, ONE + STAR).replace(/(?<=^|\/)\uF003/g, PART_ONE + PART_STAR);
  // Region and account may be empty, but for SageMaker.
  const mayBeEmpty = (at: number) => !isOwn && (at === 3 || at === 4);
  return pattern
    .split(':')
    .map((part, at) => (mayBeEmpty(at) ? part : named(part)))
    .join(':');
}

/** What is true of the resource in every request. */
export function resourceFacts(resource: string, action: string, partition: string): readonly Literal[] {
  const type = new Map(Object.entries(tables.resourceTypes)).get(action);
  const any = ['*', asked(`arn:${partition}:*:*:*:*`)];
  const own = type === undefined ? any : [asked(`arn:${partition}:sagemaker:*:*:${type}`)];
  const both = resource === '*' ? [own] : type === undefined ? [[asked(resource)]] : [[asked(resource)], own];
  // An ARN of another type is taken as asked.
  const fitting = canMatch(both.map((patterns) => [patterns, true])) ? both : both.slice(0, 1);
  return fitting.map((patterns) => literal('Resource', patterns));
}

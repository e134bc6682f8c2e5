import { conditionsOf, type Known, literal } from './policy';
import tables from './tables.json';
import { byParts, canMatch, formPattern, ONE, PART_ONE, PART_STAR, patternOf, STAR } from '../text';
import { coded, type KnownValue, type Literal } from '../value';

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

/** The last parts of the ARNs that actions of SageMaker act on; of some none, so that their resource is `*`. */
const sagemaker = new Map(
  Object.entries(tables.sagemaker).flatMap(([types, actions]) =>
    actions
      .split(' ')
      .map((one) => [`sagemaker:${one.toLowerCase()}`, types.split(' ').filter(Boolean).map(formPattern)]),
  ),
);
const partsOf = (arn: string) => [...arn.split(':').slice(0, 5), arn.split(':').slice(5).join(':')];
const isFixed = (part: string | undefined) => part !== undefined && !/^$|[*?]/.test(part);

/** The Region of the calls and the account of the resources, where they follow from action and ARN. */
function placeOf(
  { action, resource }: About,
  partition: string,
  home: string,
): Readonly<Record<string, KnownValue>> {
  const [, , , region, account = ''] = partsOf(resource);
  const isIam = action.startsWith('iam:');
  const called = isIam ? new Map(Object.entries(tables.iamRegions)).get(partition) : region;
  const owner = /^\d{12}$/.test(account) ? account : sagemaker.get(action)?.length === 0 ? home : '';
  return {
    ...(isFixed(called) && (isIam || resource.split(':').length >= 6)
      ? { 'aws:RequestedRegion': called }
      : {}),
    ...(action.startsWith('sagemaker:')
      ? { ...(owner === '' ? {} : { 'aws:ResourceAccount': owner }), 'aws:SecureTransport': 'true' }
      : {}),
  };
}

/** An action, in lower case, and the pattern of the resources. */
export interface About {
  readonly action: string;
  readonly resource: string;
}

/** Keys with one value in all requests, those of the context before those that follow; and the partition. */
export function knownOf(
  problem: ProblemLine,
  about: About,
  extra: ReadonlyMap<string, KnownValue>,
): readonly [Known, string] {
  const { arn, id, tags, sessionTags } = problem.principal;
  const form = /^arn:([a-z-]+):iam::(\d{12}):(user|role)\/(?:[^\n]*\/)?([^/\n]+)$/.exec(arn);
  const [, partition = '', account = '', type = '', name = ''] = form ?? [];
  if (form === null) throw new Error('principal.arn is not the ARN of a user or role');
  const fills = new Map([
    ['ARN', arn],
    ['ACCOUNT', account],
    ['NAME', name],
  ]);
  const template = Object.entries(type === 'user' ? tables.principal.user : tables.principal.role);
  const areFixed = tags !== undefined && sessionTags !== 'free';
  const given = Object.entries(areFixed ? tags : {}).map(
    ([tag, value]) => [`aws:PrincipalTag/${tag}`, value] as const,
  );
  const known = new Map<string, KnownValue>();
  const own = template.map(([key, value]) => [key, fills.get(String(value)) ?? value] as const);
  const follow = {
    ...placeOf(about, partition, account),
    ...(type === 'user' && id !== undefined ? { 'aws:userid': id } : {}),
  };
  const all = [
    ...own,
    ...given.reverse(),
    ...Object.entries(follow),
    ...Object.entries(problem.context ?? {}),
  ];
  for (const [key, value] of all) {
    const texts = [value].flat();
    known.set(key.toLowerCase(), texts.length === 0 ? undefined : value);
  }
  for (const [key, value] of extra) known.set(key, value);
  // Both keys of the time tell the same.
  const [current, epoch] = ['aws:currenttime', 'aws:epochtime'].map((key) => [known.get(key)].flat()[0]);
  const seconds = Date.parse(current ?? '') / 1000;
  if (epoch === undefined && coded('date', current ?? '') !== null && Number.isFinite(seconds))
    known.set('aws:epochtime', String(Math.floor(seconds)));
  if (epoch !== undefined && !/^\d{5,11}$/.test(epoch))
    throw new Error('aws:EpochTime is no number of seconds');
  if (epoch !== undefined && current === undefined)
    known.set('aws:currenttime', new Date(Number(epoch) * 1000).toISOString().replace('.000', ''));
  const has = (key: string) => known.has(key) || (areFixed && key.startsWith('aws:principaltag/'));
  return [{ has, get: (key) => known.get(key) }, partition];
}

/** The literal that the values of a key, where it has some, have one of these forms. */
export function formed(key: string, forms: readonly string[]): Literal {
  return literal(key.toLowerCase(), forms, { absent: true, every: true });
}

/** What is true of the principal and the time in every request, unless the context says otherwise. */
export function principalFacts({
  perimeter,
  principal,
  now = '1970-01-01',
}: ProblemLine): readonly (Literal | null)[] {
  const { arn, id, sessionTags, tags = {} } = principal;
  const own = sessionTags === 'free' ? Object.keys(tags) : [];
  const isUser = arn.includes(':user/');
  const { vpcs = [], vpcEndpoints = [], endpointVpc = {} } = perimeter;
  // What the perimeter names exists, whatever its form.
  const ids: Readonly<Record<string, readonly string[]>> = {
    'aws:SourceVpc': [...vpcs, ...Object.values(endpointVpc)],
    'aws:SourceVpce': [...vpcEndpoints, ...Object.keys(endpointVpc)],
  };
  const userId = id ?? formPattern(`${isUser ? 'AIDA' : 'AROA'}{U12}{U*}`);
  return [
    ...conditionsOf({ Null: Object.fromEntries(own.map((tag) => [`aws:PrincipalTag/${tag}`, 'false'])) }),
    ...conditionsOf({
      DateGreaterThanEquals: { 'aws:CurrentTime': now },
      DateLessThan: { 'aws:CurrentTime': '9999-12-31' },
    }),
    formed('aws:userid', [isUser ? userId : userId + formPattern(':{s2}{s*}')]),
    ...Object.entries(tables.forms).map(([key, forms]) =>
      formed(key, [...forms.map(formPattern), ...(ids[key] ?? [])]),
    ),
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

/** The Region or account of an ARN, as a condition on the ARN; null for other keys. */
export function onArn(one: Literal): Literal | null {
  const part = ['aws:requestedregion', 'aws:resourceaccount'].indexOf(one.key) + 3;
  if (part < 3) return null;
  const texts = one.patterns.filter((text) => !text.includes(':'));
  const whole = (text: string) => [0, 1, 2, 3, 4].map((at) => (at === part ? byParts(text) : PART_STAR));
  const kind = one.kind === 'bool' ? 'text' : one.kind;
  // A request has one resource, whatever operator the Region is tested with.
  return {
    ...one,
    key: 'Resource',
    set: '',
    kind,
    patterns: texts.map((text) => [...whole(text), STAR].join(':')),
  };
}

/** Whether an ARN fits all, by the patterns. */
const possible = new Map<string, boolean>();
const location = formPattern('{l}{l}{l*}-{l}{L*}-{d}');

/** What is true of the resource in every request; and whether its Region and account are those of the request. */
export function resourceFacts(
  { resource, action }: About,
  partition: string,
): readonly [readonly Literal[], boolean] {
  const types = sagemaker.get(action);
  if (types?.length === 0) return [[literal('Resource', ['*'])], false];
  const any = ['*', asked(`arn:${partition}:*:*:*:*`)];
  const service = action.startsWith('sagemaker:') ? [formed('aws:requestedregion', [location])] : [];
  if (types === undefined)
    return [[literal('Resource', resource === '*' ? any : [asked(resource)]), ...service], false];
  // What is asked about by its name is taken as it is.
  const parts = partsOf(resource);
  const form = (name: string) =>
    ['arn', partition, 'sagemaker', location, formPattern('{d12}'), name]
      .map((part, at) => (isFixed(parts[at]) ? PART_STAR : part))
      .join(':');
  const own = types.map(form);
  const both = resource === '*' ? [own] : [[asked(resource)], own];
  // An ARN of another type is taken as asked.
  const name = JSON.stringify(both);
  const holds = possible.get(name) ?? canMatch(both.map((patterns) => [patterns, true]));
  possible.set(name, holds);
  const fitting = holds ? both : both.slice(0, 1);
  return [fitting.map((patterns) => literal('Resource', patterns)), true];
}

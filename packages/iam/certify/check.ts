import { literal, type Known, type Rule, rulesOf } from './policy';
import tables from './tables.json';
import { compile, ONE, partwise, PART_ONE, PART_STAR, someText, STAR } from './text';
import type { Certificate, Policies, Problem, Tree } from './format';
import { agrees, coded, isPossible, type Literal, type Value } from './value';

type Origin = 'public' | 'endpoint' | 'forwarded';
type Layer = readonly [
  name: string,
  effect: string,
  documents: readonly (readonly [path: string, document: unknown])[],
];

/** What has to be impossible: to be allowed in all layers of `needs`, and matched by nothing in `nevers`. */
export interface Question {
  readonly name: string;
  readonly origin: Origin;
  readonly needs: readonly Layer[];
  readonly nevers: readonly Layer[];
}

function layersOf({ identity, boundary, scps = [], rcps = [] }: Policies, prefix: string): readonly Layer[] {
  const layer = (name: string, list: readonly unknown[]): Layer => [
    prefix + name,
    'Allow',
    list.map((one, at) => [name === 'boundary' ? prefix + name : `${prefix}${name}[${at}]`, one]),
  ];
  const levels = (name: string, all: NonNullable<Policies['scps']>) =>
    all.map((list, at) => layer(`${name}[${at}]`, list));
  return [
    layer('identity', identity),
    ...(boundary == null ? [] : [layer('boundary', [boundary])]),
    ...levels('scps', scps),
    ...levels('rcps', rcps),
  ];
}

/** All questions about a zone. A lockout: allowed before, and now denied, or not allowed in some layer. */
export function questionsOf(problem: Problem, zone: string): readonly Question[] {
  const denies = (layers: readonly Layer[]) =>
    layers.map(([name, , documents]): Layer => [name, 'Deny', documents]);
  const now = layersOf(problem, '');
  const was = layersOf(problem.before ?? problem, 'before.');
  const denied: Layer = ['denied', 'Deny', now.flatMap(([, , documents]) => documents)];
  const questions =
    zone !== 'lockout'
      ? [{ name: 'allowed', needs: now, nevers: denies(now) }]
      : [
          { name: 'denied', needs: [...was, denied], nevers: denies(was) },
          ...now.map((lost) => ({ name: lost[0], needs: was, nevers: [...denies(was), lost] })),
        ];
  const origins: readonly Origin[] = zone === 'viaService' ? ['forwarded'] : ['public', 'endpoint'];
  return origins.flatMap((origin) => questions.map((one) => ({ ...one, origin })));
}

/** What a pattern in a question stands for: names are not empty, and stay within their part of an ARN. */
function asked(text: string): string {
  const isSageMaker = /^[^:]*:[^:]*:sagemaker[:-]/.test(text);
  const glob = compile([[text, true]]);
  const parts = (isSageMaker ? partwise(glob, 99) : text.split(':').length < 6 ? glob : partwise(glob)).split(
    ':',
  );
  const named = (part: string) =>
    part.replace(/(?<=^|\/)\uF001/g, ONE + STAR).replace(/(?<=^|\/)\uF003/g, PART_ONE + PART_STAR);
  // Region and account may be empty, but for SageMaker.
  return parts.map((part, at) => (!isSageMaker && (at === 3 || at === 4) ? part : named(part))).join(':');
}

/** What is true of the resource in every request. */
function resourceFacts(resource: string, action: string, partition: string): readonly Literal[] {
  const type = new Map(Object.entries(tables.resourceTypes)).get(action);
  const own = type === undefined ? [] : [asked(`arn:${partition}:sagemaker:*:*:${type}`)];
  if (resource === '*')
    return [literal('Resource', type === undefined ? ['*', asked(`arn:${partition}:*:*:*:*`)] : own)];
  const all = [[asked(resource)], own];
  const isOwn = own.length > 0 && someText(all.map((one) => [one, true])) !== null;
  return (isOwn ? all : all.slice(0, 1)).map((one) => literal('Resource', one));
}

/** What is true of every request of an origin. */
function factsOf({ perimeter }: Problem, origin: Origin, zone: string, action: string): readonly Literal[] {
  const { cidrs = [], endpointOwnerKeys } = perimeter;
  const blocks = (list: readonly string[]) => list.map((cidr) => `${String(coded('address', cidr))}${STAR}`);
  const among = (list: readonly string[], negated: boolean) =>
    literal('aws:sourceip', blocks(list), { kind: 'address', negated, every: negated });
  const { endpointKeys, endpointOwnerKeys: owner, directCallsLack } = tables;
  const noOwner =
    origin !== 'endpoint' || (action.startsWith('sagemaker:') && endpointOwnerKeys !== true) ? owner : [];
  const absent = [
    ...(origin === 'endpoint' ? ['aws:sourceip'] : endpointKeys),
    ...(origin === 'forwarded' ? [] : directCallsLack),
    ...noOwner,
  ];
  const present = { public: ['aws:sourceip'], endpoint: endpointKeys, forwarded: [] }[origin];
  const sources =
    zone === 'outside' ? [among(cidrs, true), among(tables.notPublic, true)] : [among(cidrs, false)];
  return [
    ...absent.map((key) => literal(key, [], { kind: 'null', absent: true })),
    ...present.map((key) => literal(key, [STAR], { kind: 'null' })),
    literal('aws:viaawsservice', [compile([[String(origin === 'forwarded'), false]], false, true)]),
    ...(origin === 'public' ? sources : []),
  ];
}

/** Keys with the same value in all requests: those of the principal, unless the context says otherwise. */
function knownOf({ principal: { arn, tags }, context = {} }: Problem, type: string, account: string): Known {
  const all = new Map<string, Value>([
    ['aws:principalarn', arn],
    ['aws:principalaccount', account],
    ['aws:principaltype', type === 'user' ? 'User' : 'AssumedRole'],
    ['aws:username', type === 'user' ? arn.split('/').at(-1) : undefined],
    ['aws:principalisawsservice', 'false'],
    ['aws:principalservicename', undefined],
    ['aws:principalservicenameslist', undefined],
    ...Object.entries(tags ?? {})
      .reverse()
      .map(([tag, value]) => [`aws:principaltag/${tag.toLowerCase()}`, value] as const),
    ...Object.entries(context).map(
      ([key, value]) =>
        [key.toLowerCase(), value.length === 0 && typeof value !== 'string' ? undefined : value] as const,
    ),
  ]);
  return {
    has: (key) => all.has(key) || (tags !== undefined && key.startsWith('aws:principaltag/')),
    get: (key) => all.get(key),
  };
}

/** The requests that a question is about. */
export interface World {
  readonly known: Known;
  readonly needs: ReadonlyMap<string, readonly Rule[]>;
  readonly nevers: ReadonlyMap<string, Rule>;
  /** Whether no request meets the conditions on the key. */
  clash(key: string, path: readonly Literal[]): boolean;
  /** The same with one more key known. */
  with(key: string, value: Value): World;
}

/** @throws Error when the question has no clear meaning */
export function worldOf(
  problem: Problem,
  { action, resource, zone }: Omit<Certificate, 'proof'>,
  question: Question,
  extra: readonly (readonly [string, Value])[] = [],
): World {
  const [, partition, account, type] =
    /^arn:([a-z-]+):iam::(\d{12}):(user|role)\/(?:[^\n]*\/)?[^/\n]+$/.exec(problem.principal.arn) ?? [];
  const { cidrs = [], vpcs = [], vpcEndpoints = [], endpointVpc = {} } = problem.perimeter;
  const name = action.toLowerCase();
  if (
    partition === undefined ||
    account === undefined ||
    type === undefined ||
    !/^[a-z0-9-]+:[a-z0-9]+$/.test(name) ||
    cidrs.some((cidr) => coded('address', cidr) === null)
  )
    throw new Error('the problem has no clear meaning');
  const basis = knownOf(problem, type, account);
  const chosen = new Map(extra);
  const known: Known = {
    has: (key) => chosen.has(key) || basis.has(key),
    get: (key) => (chosen.has(key) ? chosen.get(key) : basis.get(key)),
  };
  const rules = ([, effect, documents]: Layer, over: boolean) =>
    documents.flatMap(([path, document]) => rulesOf(document, path, effect, over, name, known));
  const needs = new Map(question.needs.map((layer) => [layer[0], rules(layer, true)]));
  const nevers = new Map(
    question.nevers.flatMap((layer) => rules(layer, false)).map((rule) => [rule.path, rule]),
  );
  const tests = [...[...needs.values()].flat(), ...nevers.values()].flatMap(({ literals }) => literals);
  const facts = [
    ...factsOf(problem, question.origin, zone, name),
    ...resourceFacts(resource, name, partition),
  ];

  const possible = (key: string, path: readonly Literal[]) => {
    const all = [...facts, ...path].filter((one) => one.key === key);
    if (known.has(key)) return all.every((one) => agrees(one, known.get(key)));
    const own = tests.filter((one) => one.key === key);
    const several =
      tables.several.includes(key) || (!/^aws:|:[a-z]*tag\//.test(key) && own.some((one) => one.set !== ''));
    const kinds = new Set(own.map(({ kind }) => kind).filter((kind) => kind !== 'null'));
    const mayBeEmpty = [
      ...(tables.alwaysPresent.includes(key) || key === 'Resource' ? [] : [undefined]),
      ...(/:[a-z]*tag\//.test(key) ? [''] : []),
    ];
    return (
      mayBeEmpty.some((empty) => all.every((one) => agrees(one, empty))) ||
      isPossible(key, kinds, several, all)
    );
  };
  /** Endpoint and VPC together: a known endpoint is in its own VPC. */
  const route = (path: readonly Literal[]) => {
    const one = (key: string, list: readonly string[], want = true) => literal(key, list, { want });
    const [vpce, vpc] = ['aws:sourcevpce', 'aws:sourcevpc'] as const;
    const homes = Object.entries(endpointVpc);
    const isInside = zone !== 'outside';
    const other = one(
      vpce,
      homes.map(([id]) => id),
      false,
    );
    const routes = [
      ...homes
        .filter(([id, home]) => (vpcs.includes(home) || vpcEndpoints.includes(id)) === isInside)
        .map(([id, home]) => [one(vpce, [id]), one(vpc, [home])]),
      ...(isInside
        ? [
            [other, one(vpce, vpcEndpoints)],
            [other, one(vpc, vpcs)],
          ]
        : [[other, one(vpce, vpcEndpoints, false), one(vpc, vpcs, false)]]),
    ];
    return routes.some((more) => [vpce, vpc].every((key) => possible(key, [...path, ...more])));
  };
  return {
    known,
    needs,
    nevers,
    clash(key, path) {
      const own = path.filter((one) => one.key === key).map(({ want }) => want);
      if (key.startsWith('[')) return own.includes(true) && own.includes(false);
      return !(question.origin === 'endpoint' && /^aws:sourcevpce?$/.test(key)
        ? route(path)
        : possible(key, path));
    },
    with: (key, value) => worldOf(problem, { action, resource, zone }, question, [...extra, [key, value]]),
  };
}

function isClosed(tree: Tree | undefined, world: World, path: readonly Literal[]): boolean {
  if (tree === undefined) return false;
  if (typeof tree === 'string') return world.clash(tree, path);
  if ('allow' in tree) {
    const rules = world.needs.get(tree.allow);
    return rules?.every((rule) => isClosed(tree.of[rule.path], world, [...path, ...rule.literals])) === true;
  }
  if ('deny' in tree) {
    const literals = world.nevers.get(tree.deny)?.literals;
    return (
      literals?.every((one, at) =>
        isClosed(tree.but[at], world, [...path, ...literals.slice(0, at), { ...one, want: !one.want }]),
      ) === true
    );
  }
  // Only keys with one value: of a set, to hold another value does not mean not to hold this one.
  const { key, values, absent, other } = tree;
  if (world.known.has(key) || tables.several.includes(key) || !/^aws:|:[a-z]*tag\//.test(key)) return false;
  const present = literal(key, [STAR], { kind: 'null' });
  const cases = Object.entries(values).map(([value, then]) => isClosed(then, world.with(key, value), path));
  const not = literal(key, Object.keys(values), { want: false });
  return (
    !cases.includes(false) &&
    isClosed(absent, world.with(key, undefined), path) &&
    isClosed(other, world, [...path, present, not])
  );
}

/** Whether the certificate proves that there is no such request; otherwise why it does not. */
export function check(problem: Problem, certificate: Certificate): string | null {
  try {
    const { zone, proof } = certificate;
    if (!['outside', 'inside', 'viaService', 'lockout'].includes(zone)) return 'no such zone';
    const open = questionsOf(problem, zone).find(
      (question) =>
        !isClosed(proof[question.name]?.[question.origin], worldOf(problem, certificate, question), []),
    );
    return open === undefined ? null : `not proved: ${open.name}, ${open.origin}`;
  } catch (error) {
    return String(error);
  }
}

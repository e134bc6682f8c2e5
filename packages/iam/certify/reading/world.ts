import { agrees, canHold, isTagKey, type Literal, type KnownValue } from '../value';
import { conditionsOf, type Known, literal, isOneOf, type Clause, clausesOf } from './policy';
import {
  formed,
  type Inquiry,
  knownOf,
  onArn,
  principalFacts,
  type ProblemLine,
  resourceFacts,
} from './problem';
import tables from './tables.json';

/** What is asked: whether no request of the zone is left. */
export interface InQuestion {
  readonly action: string;
  readonly resource: string;
  readonly zone: 'outside' | 'inside' | 'viaService' | 'lockout';
}

/** The requests that a question is about, and the statements that may matter to them. */
export interface RequestSpace {
  readonly known: Known;
  readonly needs: ReadonlyMap<string, readonly Clause[]>;
  readonly nevers: ReadonlyMap<string, Clause>;
  /** Whether no request meets the conditions on the key. */
  clash(key: string, path: readonly Literal[]): boolean;
  /** The same world with one more key known. */
  with(key: string, value: KnownValue): RequestSpace;
}

const owners = Object.keys(tables.withoutOwner.Null).map((key) => key.toLowerCase());
const present = Object.fromEntries(
  tables.alwaysPresent.filter((key) => key !== 'Resource').map((key) => [key, 'false']),
);

/** @throws Error when the problem has no clear meaning */
export function worldOf(
  problem: ProblemLine,
  about: InQuestion,
  question: Inquiry,
  extra: readonly (readonly [string, KnownValue])[] = [],
): RequestSpace {
  const { vpcs = [], vpcEndpoints = [], endpointVpc = {}, cidrs = [], endpointOwnerKeys } = problem.perimeter;
  const { origin } = question;
  const action = about.action.toLowerCase();
  const isInside = about.zone !== 'outside';
  const [known, partition] = knownOf(problem, { ...about, action }, new Map(extra));
  const [resources, isTied] = resourceFacts({ ...about, action }, partition);
  const given = new Set(Object.keys(problem.context ?? {}).map((key) => key.toLowerCase()));
  const account = /^(?:[^:]*:){4}(\d{12}):/.exec(about.resource)?.[1] ?? '';
  if (!/^[a-z0-9-]+:[a-z0-9]+$/.test(action)) throw new Error('not the name of an action');
  const rules = ([, effect, documents]: Inquiry['needs'][number], over: boolean) =>
    documents.flatMap(([path, document]) => clausesOf(document, path, effect, over, action, known));
  const needs = new Map(question.needs.map((layer) => [layer[0], rules(layer, true)]));
  const nevers = new Map(
    question.nevers.flatMap((layer) => rules(layer, false).map((rule) => [rule.path, rule])),
  );
  // Region and account of a request are those of its ARN; both keys of the time tell the same.
  const joined = (one: Literal): Literal => {
    const isMoment = one.key === 'aws:epochtime' && one.kind === 'date' && !known.has('aws:currenttime');
    if (isMoment) return { ...one, key: 'aws:currenttime' };
    return (isTied && !known.has(one.key) ? onArn(one) : null) ?? one;
  };
  const tests = [...needs.values(), ...nevers.values()]
    .flat()
    .flatMap(({ literals }) => literals.map(joined));
  const blocks = { [isInside ? 'IpAddress' : 'NotIpAddress']: { 'aws:SourceIp': cidrs } };
  const isFree = (one: Literal | null) => one === null || !known.has(one.key);
  const facts = [
    ...conditionsOf(tables.origins[origin]),
    ...(endpointOwnerKeys === true ||
    !action.startsWith('sagemaker:') ||
    owners.some((key) => known.get(key) !== undefined)
      ? []
      : conditionsOf(tables.withoutOwner)),
    ...(origin === 'public' && !isInside ? conditionsOf(tables.notPublic) : []),
    ...(origin !== 'public'
      ? []
      : cidrs.length > 0
        ? conditionsOf(blocks)
        : isInside
          ? [literal('aws:sourceip', [], { kind: 'address' })]
          : []),
    ...resources.filter(isFree),
    ...extra.flatMap(([key, value]) => {
      const pin =
        isTied && !given.has(key) && typeof value === 'string' ? onArn(isOneOf(key, [value])) : null;
      return pin ?? [];
    }),
    ...(account === '' ? [] : [formed('aws:resourceaccount', [account])]).filter(isFree),
    ...conditionsOf({ Null: present }).filter((one) => one === null || !given.has(one.key)),
    ...[...conditionsOf(tables.unused), ...principalFacts(problem)].filter(isFree),
  ];
  if (facts.includes(null)) throw new Error('perimeter.cidrs has something else');

  const possible = (key: string, path: readonly Literal[]) => {
    const all = [...facts, ...path].filter((one) => one?.key === key).filter((one) => one !== null);
    if (known.has(key)) return all.every((one) => agrees(one, known.get(key)));
    const own = tests.filter((one) => one.key === key);
    const several =
      tables.several.includes(key) ||
      (!/^aws:/.test(key) && !isTagKey(key) && own.some(({ set }) => set !== ''));
    const kinds = new Set(own.map(({ kind }) => kind).filter((kind) => kind !== 'null'));
    const empty = [
      ...(isTagKey(key) ? [''] : []),
      ...(tables.alwaysPresent.includes(key) ? [] : [undefined]),
    ];
    return empty.some((value) => all.every((one) => agrees(one, value))) || canHold(key, kinds, several, all);
  };
  // Endpoint and VPC together: a known endpoint is in its own VPC.
  const [atVpce, atVpc] = ['aws:sourcevpce', 'aws:sourcevpc'] as const;
  const homes = Object.entries(endpointVpc);
  const own = homes.filter(([id, home]) => (vpcs.includes(home) || vpcEndpoints.includes(id)) === isInside);
  const other = isOneOf(atVpce, Object.keys(endpointVpc), false);
  const others = isInside
    ? [[isOneOf(atVpce, vpcEndpoints)], [isOneOf(atVpc, vpcs)]]
    : [[isOneOf(atVpce, vpcEndpoints, false), isOneOf(atVpc, vpcs, false)]];
  const routes = [
    ...own.map(([id, home]) => [isOneOf(atVpce, [id]), isOneOf(atVpc, [home])]),
    ...others.map((more) => [other, ...more]),
  ];
  const route = (path: readonly Literal[]) =>
    routes.some((more) => [atVpce, atVpc].every((key) => possible(key, [...path, ...more])));
  return {
    known,
    needs,
    nevers,
    clash(key, path) {
      const wanted = path.filter((one) => one.key === key).map(({ want }) => want);
      if (key.startsWith('[')) return wanted.includes(true) && wanted.includes(false);
      const all = path.map(joined);
      if (origin === 'endpoint' && /^aws:sourcevpce?$/.test(key)) return !route(all);
      return [key, joined(literal(key, [], { kind: 'date' })).key].some((one) => !possible(one, all));
    },
    with: (key, value) => worldOf(problem, about, question, [...extra, [key, value]]),
  };
}

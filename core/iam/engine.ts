import { serviceOf } from './action';
import type { Placed } from './bind';
import type { Value } from './condition';
import { escapes } from './escape';
import { type FrameOf, judge, type Judged, type Query } from './judge';
import { type Boundary, type Origin, originKeys, readPerimeter, type RegionName } from './origin';
import { createLibrary, type Library, slice, type Slice } from './policies';
import { contextKeys, type Fixed, principalKeys } from './principal';
import { resourceQuery } from './resource';
import type { Answer, Lockout, PolicySet, Problem, ProofStep, Region, StatementRef, Witness } from './types';
import { reachableBecause, unknownBecause, unreachableBecause } from './words';

/** Decides problems; holds the compiled documents, so use one engine for many principals. */
export interface Engine {
  /** One answer for each action and resource, in that order. Never throws. */
  decide(problem: Problem): readonly Answer[];
  /** Whether `problem.policies` refuse an inside request that `before` allows. Never throws. */
  lockout(problem: Problem, before: PolicySet): Lockout;
}

export interface EngineOptions {
  /** Nodes that one search may visit before it gives up; the default is 20,000. */
  readonly maxNodes?: number;
}

const regions: Readonly<Record<RegionName, readonly Origin[]>> = {
  outside: ['public', 'endpoint'],
  inside: ['endpoint', 'public'],
  viaService: ['forwarded'],
};

/** A problem with its fixed parts read. */
interface Setting {
  readonly boundary: Boundary;
  readonly context: Fixed;
  readonly principal: Fixed;
  readonly account: string;
}

interface Asked {
  readonly action: string;
  readonly key: string;
  readonly service: string;
  readonly resource: string;
}

function read(problem: Problem): Setting | string {
  const boundary = readPerimeter(problem.perimeter);
  if (typeof boundary === 'string') return boundary;
  const principal = principalKeys(problem.principal);
  if (principal === null)
    return `principal.arn: '${problem.principal.arn}' is not the ARN of an IAM user or role`;
  const account = principal('aws:principalaccount')?.value;
  return {
    boundary,
    principal,
    context: contextKeys(problem.context),
    account: typeof account === 'string' ? account : '',
  };
}

function frames(setting: Setting, asked: Asked, origin: Origin, region: RegionName): FrameOf {
  const resources = resourceQuery(asked.resource, asked.key, setting.account);
  const { boundary, context, principal } = setting;
  return (extra: ReadonlyMap<string, Value>) => {
    const given: Fixed = (key) => (extra.has(key) ? { value: extra.get(key) } : context(key));
    const keys = originKeys(origin, asked.service, given, principal);
    return typeof keys === 'string' ? keys : { origin, region, boundary, fixed: keys, resources };
  };
}

function isEmptyPerimeter({ perimeter }: Boundary): boolean {
  return perimeter.vpcs.length + perimeter.vpcEndpoints.length + perimeter.cidrs.length === 0;
}

interface Overall {
  readonly judged: Judged;
  readonly frameOf: FrameOf | null;
}

/** One region over all its origins: reachable by any, unreachable by all. */
function overall(
  setting: Setting,
  asked: Asked,
  region: RegionName,
  query: Query,
  maxNodes: number,
): Overall {
  const steps: ProofStep[] = [];
  const missing: string[] = [];
  if (region === 'inside' && isEmptyPerimeter(setting.boundary)) {
    const step: ProofStep = {
      kind: 'impossible',
      part: 'inside requests',
      because: 'the perimeter is empty',
    };
    return { judged: { status: 'unreachable', steps: [step] }, frameOf: null };
  }
  for (const origin of regions[region]) {
    const frameOf = frames(setting, asked, origin, region);
    const judged = judge(frameOf, query, maxNodes);
    if (judged.status === 'reachable') return { judged, frameOf };
    if (judged.status === 'unknown') missing.push(...judged.missing);
    else steps.push(...judged.steps);
  }
  if (missing.length > 0)
    return { judged: { status: 'unknown', missing: [...new Set(missing)] }, frameOf: null };
  return { judged: { status: 'unreachable', steps }, frameOf: null };
}

function refs(placed: readonly Placed[]): readonly StatementRef[] {
  return placed.map((one) => one.ref);
}

function decideRegion(
  setting: Setting,
  asked: Asked,
  region: RegionName,
  part: Slice,
  maxNodes: number,
): Region {
  const { judged } = overall(
    setting,
    asked,
    region,
    { layers: part.layers, negatives: part.denies },
    maxNodes,
  );
  if (judged.status === 'unknown') return { ...judged, because: unknownBecause(judged.missing) };
  if (judged.status === 'unreachable') {
    return {
      status: 'unreachable',
      proof: { steps: judged.steps },
      because: unreachableBecause(judged.steps),
    };
  }
  const witness: Witness = { action: asked.action, resource: judged.resource, context: judged.context };
  const allowedBy = refs(judged.chosen);
  const escaped = escapes(part.denies, witness, setting.principal);
  return {
    status: 'reachable',
    witness,
    allowedBy,
    escaped,
    because: reachableBecause(region, witness, allowedBy),
  };
}

function unknownRegion(what: string): Region {
  return { status: 'unknown', missing: [what], because: unknownBecause([what]) };
}

function everywhere(action: string, resource: string, region: Region): Answer {
  return { action, resource, outside: region, inside: region, viaService: region };
}

function ask(action: string, resource: string): Asked | string {
  const key = action.toLowerCase();
  const service = serviceOf(key);
  return service === null ? `'${action}' is not the name of one action` : { action, key, service, resource };
}

function decide(problem: Problem, library: Library, maxNodes: number): readonly Answer[] {
  const setting = read(problem);
  const answers: Answer[] = [];
  for (const action of problem.actions) {
    const first = ask(action, '*');
    const wrong = typeof setting === 'string' ? setting : typeof first === 'string' ? first : null;
    if (wrong !== null || typeof setting === 'string' || typeof first === 'string') {
      for (const resource of problem.resources)
        answers.push(everywhere(action, resource, unknownRegion(wrong ?? '')));
      continue;
    }
    const part = slice(problem.policies, first.key, first.service, library);
    for (const resource of problem.resources) {
      const asked = { ...first, resource };
      const region = (name: RegionName) => decideRegion(setting, asked, name, part, maxNodes);
      answers.push({
        action,
        resource,
        outside: region('outside'),
        inside: region('inside'),
        viaService: region('viaService'),
      });
    }
  }
  return answers;
}

/** The ways in which a request that was allowed can be refused now: a Deny fires, or a layer has no Allow. */
function refusals(before: Slice, after: Slice): readonly { readonly query: Query; readonly deny: boolean }[] {
  const denied = { name: 'the new denies', placed: after.denies };
  const queries = [{ query: { layers: [...before.layers, denied], negatives: before.denies }, deny: true }];
  for (const layer of after.layers) {
    queries.push({
      query: { layers: [...before.layers], negatives: [...before.denies, ...layer.placed] },
      deny: false,
    });
  }
  return queries;
}

function lockout(problem: Problem, before: PolicySet, library: Library, maxNodes: number): Lockout {
  const setting = read(problem);
  if (typeof setting === 'string')
    return { status: 'unknown', missing: [setting], because: unknownBecause([setting]) };
  const missing: string[] = [];
  for (const action of problem.actions) {
    const first = ask(action, '*');
    if (typeof first === 'string') {
      missing.push(first);
      continue;
    }
    const old = slice(before, first.key, first.service, library);
    const now = slice(problem.policies, first.key, first.service, library);
    for (const resource of problem.resources) {
      for (const { query, deny } of refusals(old, now)) {
        const { judged } = overall(setting, { ...first, resource }, 'inside', query, maxNodes);
        if (judged.status === 'unknown') missing.push(...judged.missing);
        if (judged.status !== 'reachable') continue;
        const witness = { action, resource: judged.resource, context: judged.context };
        const allowedBy = refs(judged.chosen.slice(0, old.layers.length));
        const deniedBy = deny ? refs(judged.chosen.slice(old.layers.length)) : [];
        const because = `an inside request that was allowed is refused now${deny ? ` by ${deniedBy.map((one) => one.label).join(', ')}` : ''}`;
        return { status: 'some', witness, allowedBy, deniedBy, because };
      }
    }
  }
  if (missing.length === 0) return { status: 'none' };
  return { status: 'unknown', missing: [...new Set(missing)], because: unknownBecause(missing) };
}

/** Makes an engine. */
export function createEngine(options: EngineOptions = {}): Engine {
  const library = createLibrary();
  const maxNodes = options.maxNodes ?? 20_000;
  return {
    decide: (problem) => decide(problem, library, maxNodes),
    lockout: (problem, before) => lockout(problem, before, library, maxNodes),
  };
}

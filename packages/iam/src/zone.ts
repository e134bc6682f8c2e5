import type { Value } from './condition';
import { isRefused, type Refused } from './refused';
import { type FrameOf, solve, type Solved, type NotUnderstood, type Query, type ClosingStep } from './solver';
import { type Origin, originKeys, type ZoneName } from './origin';
import type { Fixed } from './principal';
import type { ResourceQuery } from './resource';
import { BoundReached, type Meter } from './meter';
import type { ActionName } from './action';
import { derivedKeys, factsOf, linkOf, unlinked } from './request-facts';
import type { Setting } from './setting';
import { checkedWitness, idsNamedIn } from './possible';

/** One action on one resource pattern. */
export interface ActionQuestion {
  readonly action: ActionName;
  readonly resources: ResourceQuery;
  /** The resource pattern as it was asked about. */
  readonly pattern: string;
}

/** The origins of the requests of each zone. */
export const origins: Readonly<Record<ZoneName, readonly Origin[]>> = {
  outside: ['public', 'endpoint'],
  inside: ['endpoint', 'public'],
  viaService: ['forwarded'],
};

function frames(setting: Setting, asked: ActionQuestion, origin: Origin, meter: Meter): FrameOf {
  const { boundary, context, facts, principal } = setting;
  const { resources } = asked;
  return (extra: ReadonlyMap<string, Value>) => {
    const given: Fixed = (key) => context(key) ?? (extra.has(key) ? { value: extra.get(key) } : null);
    const derived = facts === null ? principal : derivedKeys(asked, given, principal);
    const known = originKeys(origin, asked.action.service, { boundary, context: given, principal: derived });
    if (isRefused(known)) return known;
    const link = facts === null ? unlinked : linkOf(resources.place, context, extra);
    return { origin, boundary, known, resources, link, facts: factsOf(asked, facts), meter };
  };
}

/** Whether the perimeter, whatever the context says, has requests of this origin in the zone. */
export function isPossible(setting: Pick<Setting, 'boundary'>, origin: Origin, zone: ZoneName): boolean {
  const { perimeter, corporate } = setting.boundary;
  if (zone !== 'inside') return true;
  return origin === 'public'
    ? corporate.length > 0
    : perimeter.vpcs.length + perimeter.vpcEndpoints.length > 0;
}

/** The ids in policies are the caller's: texts such as `vpc-1` represent the id of a real VPC. */
function check(
  { checkedAgainst }: Setting,
  { action, pattern }: ActionQuestion,
  solved: Extract<Solved, { status: 'reachable' }>,
  query: Query,
): Extract<Solved, { status: 'reachable' }> | Refused {
  if (checkedAgainst === null) return solved;
  const facts = { ...checkedAgainst, asked: pattern, named: idsNamedIn(query) };
  return checkedWitness(solved, action.shown, facts);
}

function solveOrigins(
  setting: Setting,
  asked: ActionQuestion,
  zone: ZoneName,
  query: Query,
  meter: Meter,
): Solved {
  const steps: (() => readonly ClosingStep[])[] = [];
  const missing: NotUnderstood[] = [];
  for (const origin of origins[zone]) {
    if (!isPossible(setting, origin, zone)) continue;
    const solved = solve(frames(setting, asked, origin, meter), zone, query);
    if (solved.status === 'reachable') {
      const checked = check(setting, asked, solved, query);
      if (!isRefused(checked)) return checked;
      missing.push({ of: null, what: checked.because });
      continue;
    }
    if (solved.status === 'unreachable') steps.push(solved.steps);
    else missing.push(...solved.missing);
  }
  if (missing.length > 0) return { status: 'unknown', missing };
  if (steps.length === 0)
    steps.push(() => [{ kind: 'impossible', part: 'inside requests', because: 'the perimeter is empty' }]);
  return { status: 'unreachable', steps: () => steps.flatMap((make) => make()) };
}

/** Decides a zone over all its origins: reachable by any of them, unreachable by all; `unknown` past the bounds. */
export function solveZone(setting: Setting, asked: ActionQuestion, zone: ZoneName, query: Query): Solved {
  try {
    return setting.allowance.within((meter) => solveOrigins(setting, asked, zone, query, meter));
  } catch (error) {
    if (!(error instanceof BoundReached)) throw error;
    return { status: 'unknown', missing: [{ of: null, what: error.message }] };
  }
}

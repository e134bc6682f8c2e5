import type { Value } from './condition';
import { type FrameOf, judge, type Judged, type Missing, type Query, type Step } from './judge';
import { type Origin, originKeys, type RegionName } from './origin';
import type { Fixed } from './principal';
import type { ResourceQuery } from './resource';
import { BoundReached, type Meter } from './meter';
import type { ActionName } from './action';
import type { Setting } from './setting';

/** One action on one resource pattern. */
export interface Asked {
  readonly action: ActionName;
  readonly resources: ResourceQuery;
}

const origins: Readonly<Record<RegionName, readonly Origin[]>> = {
  outside: ['public', 'endpoint'],
  inside: ['endpoint', 'public'],
  viaService: ['forwarded'],
};

function frames(setting: Setting, asked: Asked, origin: Origin, meter: Meter): FrameOf {
  const { boundary, context, principal } = setting;
  return (extra: ReadonlyMap<string, Value>) => {
    const given: Fixed = (key) => (extra.has(key) ? { value: extra.get(key) } : context(key));
    const known = originKeys(origin, asked.action.service, { boundary, context: given, principal });
    return typeof known === 'string' ? known : { origin, boundary, known, resources: asked.resources, meter };
  };
}

function isPossible(setting: Setting, origin: Origin, region: RegionName): boolean {
  const { perimeter, corporate } = setting.boundary;
  if (region !== 'inside') return true;
  return origin === 'public'
    ? corporate.length > 0
    : perimeter.vpcs.length + perimeter.vpcEndpoints.length > 0;
}

function judgeOrigins(
  setting: Setting,
  asked: Asked,
  region: RegionName,
  query: Query,
  meter: Meter,
): Judged {
  const steps: (() => readonly Step[])[] = [];
  const missing: Missing[] = [];
  for (const origin of origins[region]) {
    if (!isPossible(setting, origin, region)) continue;
    const judged = judge(frames(setting, asked, origin, meter), region, query);
    if (judged.status === 'reachable') return judged;
    if (judged.status === 'unreachable') steps.push(judged.steps);
    else missing.push(...judged.missing);
  }
  if (missing.length > 0) return { status: 'unknown', missing };
  if (steps.length === 0)
    steps.push(() => [{ kind: 'impossible', part: 'inside requests', because: 'the perimeter is empty' }]);
  return { status: 'unreachable', steps: () => steps.flatMap((make) => make()) };
}

/** Decides one region over all its origins: reachable by any of them, unreachable by all; `unknown` past the bounds. */
export function judgeRegion(setting: Setting, asked: Asked, region: RegionName, query: Query): Judged {
  try {
    return setting.allowance.within((meter) => judgeOrigins(setting, asked, region, query, meter));
  } catch (error) {
    if (!(error instanceof BoundReached)) throw error;
    return { status: 'unknown', missing: [{ of: null, what: error.message }] };
  }
}

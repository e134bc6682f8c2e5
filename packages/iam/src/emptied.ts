import { unmetered } from './meter';
import {
  isInsideAddress,
  type Origin,
  originKeys,
  readPerimeter,
  routeDimension,
  type ZoneName,
} from './origin';
import { contextKeys, type Fixed, principalKeys } from './principal';
import { isRefused } from './refused';
import type { Setting } from './setting';
import type { Problem } from './types';
import { isPossible, origins } from './zone';

/** What decides which requests there are, apart from the policies. */
type Around = Pick<Setting, 'boundary' | 'context' | 'principal'>;

function aroundOf({ perimeter, principal, context }: Problem): Around {
  const boundary = readPerimeter(perimeter);
  if (isRefused(boundary)) throw new Error(boundary.because);
  return { boundary, principal: principalKeys(principal), context: contextKeys(context) };
}

const zones: readonly ZoneName[] = ['outside', 'inside', 'viaService'];

/** Whether there is a request with these keys, whether one is inside, and whether one is not. */
function sides(
  { boundary }: Around,
  origin: Origin,
  known: Fixed,
): { readonly any: boolean; readonly inside: boolean; readonly outside: boolean } {
  if (origin === 'endpoint') {
    const { cells, masks } = routeDimension(boundary, known, [], [], unmetered);
    const inside = masks[0] ?? 0n;
    const outside = inside !== (1n << BigInt(cells.length)) - 1n;
    return { any: cells.length > 0, inside: inside !== 0n, outside };
  }
  const address = known('aws:sourceip')?.value;
  if (typeof address !== 'string') return { any: true, inside: true, outside: true };
  const inside = isInsideAddress(boundary, address);
  return { any: true, inside, outside: !inside };
}

const routeKeys = ['aws:SourceVpce', 'aws:SourceVpc', 'aws:SourceIp'] as const;

function fixedRoute({ context }: Around): string {
  return routeKeys
    .flatMap((key) => {
      const value = context(key.toLowerCase())?.value;
      return value === undefined ? [] : [`${key} as '${String(value)}'`];
    })
    .join(' and ');
}

/** Why the context leaves no request of the origin in the zone; null when there is one, or none for other reasons. */
function whyNone(around: Around, service: string, origin: Origin, zone: ZoneName): string | null {
  const known = originKeys(origin, service, around);
  if (isRefused(known)) return known.because;
  if (zone === 'viaService' || sides(around, origin, known)[zone]) return null;
  const where = zone === 'inside' ? 'from inside' : 'from outside';
  return `the context fixes ${fixedRoute(around)}, which no request ${where} has`;
}

/**
 * The zones of which the context leaves no request for the service (`sagemaker`) at all, and why: `unreachable` then
 * says nothing about the policies. A zone that is empty without the context, such as the inside of an empty perimeter,
 * is not among them. The problem must be one that can be read.
 */
export function emptiedZones(problem: Problem, service: string): ReadonlyMap<ZoneName, string> {
  const around = aroundOf(problem);
  const found = new Map<ZoneName, string>();
  for (const zone of zones) {
    const possible = origins[zone].filter((origin) => isPossible(around, origin, zone));
    const reasons = possible.map((origin) => whyNone(around, service, origin, zone));
    const given = reasons.filter((reason) => reason !== null);
    if (given.length > 0 && given.length === reasons.length) found.set(zone, [...new Set(given)].join('; '));
  }
  return found;
}

/** Why the context leaves no request at all, of any zone; null when there are requests. */
export function contradictionIn(problem: Problem): string | null {
  const around = aroundOf(problem);
  const reasons: string[] = [];
  for (const origin of ['public', 'endpoint', 'forwarded'] as const) {
    const known = originKeys(origin, '', around);
    if (isRefused(known)) reasons.push(known.because);
    else if (origin !== 'endpoint' || sides(around, origin, known).any) return null;
    else reasons.push('perimeter.endpointVpc has the endpoint of the context in another VPC');
  }
  return reasons.join('; ');
}

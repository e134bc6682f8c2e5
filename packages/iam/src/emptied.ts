import { unmetered } from './meter';
import { isInsideAddress, type Origin, originKeys, routeDimension, type ZoneName } from './origin';
import type { Fixed } from './principal';
import { isRefused } from './refused';
import type { Setting } from './setting';
import { isPossible, origins } from './zone';

const all = Object.keys(origins) as readonly ZoneName[];

/** Whether some request with these keys is inside, and whether some is not. */
function sides({ boundary }: Setting, origin: Origin, known: Fixed): { inside: boolean; outside: boolean } {
  if (origin === 'endpoint') {
    const { cells, masks } = routeDimension(boundary, known, [], [], unmetered);
    const inside = masks[0] ?? 0n;
    return { inside: inside !== 0n, outside: inside !== (1n << BigInt(cells.length)) - 1n };
  }
  const address = known('aws:sourceip')?.value;
  if (typeof address !== 'string') return { inside: true, outside: true };
  const inside = isInsideAddress(boundary, address);
  return { inside, outside: !inside };
}

const routeKeys = ['aws:SourceVpce', 'aws:SourceVpc', 'aws:SourceIp'] as const;

function fixedRoute({ context }: Setting): string {
  return routeKeys
    .flatMap((key) => {
      const value = context(key.toLowerCase())?.value;
      return value === undefined ? [] : [`${key} as '${String(value)}'`];
    })
    .join(' and ');
}

/** Why the context leaves no request of the origin in the zone; null when there is one, or none for other reasons. */
function whyNone(setting: Setting, service: string, origin: Origin, zone: ZoneName): string | null {
  const known = originKeys(origin, service, setting);
  if (isRefused(known)) return known.because;
  if (zone === 'viaService' || sides(setting, origin, known)[zone]) return null;
  const where = zone === 'inside' ? 'from inside' : 'from outside';
  return `the context fixes ${fixedRoute(setting)}, which no request ${where} has`;
}

/**
 * The zones of which the context leaves no request at all, and why: `unreachable` then says nothing about the policies.
 * A zone that is empty without the context, such as the inside of an empty perimeter, is not among them.
 */
export function emptiedZones(setting: Setting, service: string): ReadonlyMap<ZoneName, string> {
  const found = new Map<ZoneName, string>();
  for (const zone of all) {
    const possible = origins[zone].filter((origin) => isPossible(setting, origin, zone));
    const reasons = possible.map((origin) => whyNone(setting, service, origin, zone));
    const given = reasons.filter((reason) => reason !== null);
    if (given.length > 0 && given.length === reasons.length) found.set(zone, [...new Set(given)].join('; '));
  }
  return found;
}

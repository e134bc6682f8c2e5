import type { AddressPeer } from './groups';
import { allIpv4, intersect, publicIpv6, size } from './ranges';

/** Half of all IPv4 addresses, and of all public IPv6 addresses: no company has that many. */
const worlds = [allIpv4, publicIpv6].map((addresses) => ({ addresses, half: size(addresses) / 2n }));

/**
 * The fewest peers, widest first, without which the rest is not the world: at least half of the IPv4 or of the public
 * IPv6 addresses, as 0.0.0.0/0 and ::/0, the same in parts, or prefix lists of them. None where it is not the world.
 */
export function worldAmong(peers: readonly AddressPeer[]): readonly AddressPeer[] {
  const taken = new Set<AddressPeer>();
  for (const { addresses, half } of worlds) {
    const share = (some: readonly AddressPeer[]): bigint =>
      size(
        intersect(
          some.flatMap(({ ranges }) => ranges),
          addresses,
        ),
      );
    const widestFirst = peers.toSorted((a, b) => compare(share([b]), share([a])));
    for (const peer of widestFirst) {
      if (share(peers.filter((one) => !taken.has(one))) < half) break;
      taken.add(peer);
    }
  }
  return [...taken];
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

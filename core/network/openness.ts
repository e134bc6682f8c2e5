import type { AddressPeer } from './groups';
import { allIpv4, intersect, publicIpv6, size } from './ranges';

/** Half of all IPv4 addresses, and of all public IPv6 addresses: no company has that many. */
const worlds = [allIpv4, publicIpv6].map((addresses) => ({ addresses, half: size(addresses) / 2n }));

/**
 * The widest peers whose removal would leave the rest below half of the IPv4 and of the public IPv6 addresses, as few
 * as possible: 0.0.0.0/0 and ::/0, the same in parts, or prefix lists of them. Empty if all peers together are below
 * that.
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
      if (share(peers.filter((other) => !taken.has(other))) < half) break;
      taken.add(peer);
    }
  }
  return [...taken];
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

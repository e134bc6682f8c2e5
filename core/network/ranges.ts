import { type AddressRange, parseCidr } from '@palisade/iam';

/** Sets of addresses, as ranges on one number line for IPv4 and IPv6 (see packages/iam/src/address). */
export type Ranges = readonly AddressRange[];

/** The ranges of these CIDR blocks, and the texts that are not CIDR blocks. */
export function rangesOf(cidrs: readonly string[]): {
  readonly ranges: Ranges;
  readonly malformed: readonly string[];
} {
  const parsed = cidrs.map((text) => ({ text, range: parseCidr(text) }));
  return {
    ranges: parsed.flatMap(({ range }) => range ?? []),
    malformed: parsed.filter(({ range }) => range === null).map(({ text }) => text),
  };
}

/** The part of `from` that is not in `taken`. Sorted and without overlaps if `from` is. */
export function subtract(from: Ranges, taken: Ranges): Ranges {
  let left = [...from];
  for (const { low, high } of taken)
    left = left.flatMap((range) => {
      if (high < range.low || range.high < low) return [range];
      return [
        ...(range.low < low ? [{ low: range.low, high: low - 1n }] : []),
        ...(high < range.high ? [{ low: high + 1n, high: range.high }] : []),
      ];
    });
  return left;
}

/** Whether every address of `what` is in `by`. */
export function covers(by: Ranges, what: Ranges): boolean {
  return subtract(what, by).length === 0;
}

/** Whether some address is in both. */
export function overlaps(a: Ranges, b: Ranges): boolean {
  return a.some((first) => b.some((second) => first.low <= second.high && second.low <= first.high));
}

/** The addresses that are in both. */
export function intersect(a: Ranges, b: Ranges): Ranges {
  return a.flatMap((first) =>
    b.flatMap((second) => {
      const low = first.low > second.low ? first.low : second.low;
      const high = first.high < second.high ? first.high : second.high;
      return low <= high ? [{ low, high }] : [];
    }),
  );
}

/** The number of distinct addresses. */
export function size(ranges: Ranges): bigint {
  let total = 0n;
  let end = -1n;
  for (const { low, high } of ranges.toSorted((a, b) => (a.low < b.low ? -1 : 1))) {
    const start = low > end ? low : end + 1n;
    if (start <= high) total += high - start + 1n;
    if (high > end) end = high;
  }
  return total;
}

const all = (...cidrs: string[]): Ranges => rangesOf(cidrs).ranges;

export const allIpv4: Ranges = all('0.0.0.0/0');

/** Public IPv4 addresses: all except those that IANA reserves (RFC 6890). */
export const publicIpv4: Ranges = subtract(
  allIpv4,
  all(
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '224.0.0.0/3',
  ),
);

/** Public IPv6 addresses (global unicast). */
export const publicIpv6: Ranges = all('2000::/3');

/**
 * What stands for public IPv4 addresses in IPv6: a NAT gateway translates it (RFC 6052; VPC user guide, DNS64 and
 * NAT64).
 */
export const nat64: Ranges = all('64:ff9b::/96');

/** The IPv6 destinations with which packets get to the internet. */
export const internetIpv6: Ranges = [...nat64, ...publicIpv6];

import { type AddressRange, parseCidr } from '@palisade/iam';

/** Sets of addresses, as ranges of one number line that holds IPv4 and IPv6 (see packages/iam/src/address). */
export type Ranges = readonly AddressRange[];

/** The ranges of these CIDR blocks, and the texts that are none. */
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

/** What of `from` is not in `taken`. The result is sorted and free of overlaps where `from` is. */
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
  return a.some((one) => b.some((other) => one.low <= other.high && other.low <= one.high));
}

export function intersect(a: Ranges, b: Ranges): Ranges {
  return a.flatMap((one) =>
    b.flatMap((other) => {
      const low = one.low > other.low ? one.low : other.low;
      const high = one.high < other.high ? one.high : other.high;
      return low <= high ? [{ low, high }] : [];
    }),
  );
}

/** How many addresses there are, each counted once. */
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

/** IPv4 addresses that can be somebody's on the internet: all but those that IANA reserves (RFC 6890). */
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

/** IPv6 addresses that can be somebody's on the internet (global unicast). */
export const publicIpv6: Ranges = all('2000::/3');

/** IPv4 addresses are 0 … 2³²−1; IPv6 addresses follow them, so that one number line has both. */
export interface AddressRange {
  readonly low: bigint;
  readonly high: bigint;
}

const V6 = 1n << 32n;

function parseV4(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  let value = 0;
  for (const part of match.slice(1)) {
    const byte = Number(part);
    if (byte > 255) return null;
    value = value * 256 + byte;
  }
  return value;
}

function groupsOf(text: string, last: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    // Only the end of an address may be written as an IPv4 address.
    const v4 = last && index === parts.length - 1 ? parseV4(part) : null;
    if (v4 !== null) groups.push(Math.floor(v4 / 65536), v4 % 65536);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(parseInt(part, 16));
    else return null;
  }
  return groups;
}

function parseV6(text: string): bigint | null {
  const halves = text.split('::');
  const head = groupsOf(halves[0] ?? '', halves.length === 1);
  const tail = groupsOf(halves[1] ?? '', true);
  if (halves.length > 2 || head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  let value = 0n;
  for (const group of [...head, ...Array<number>(missing).fill(0), ...tail])
    value = (value << 16n) | BigInt(group);
  return value;
}

let lastText = '';
let lastAddress: bigint | null = null;

/**
 * The address as a point on the number line, or null. Conditions in a row ask for the same text, so the last is kept.
 */
export function parseAddress(text: string): bigint | null {
  if (text !== lastText) {
    lastAddress = readAddress(text);
    lastText = text;
  }
  return lastAddress;
}

function readAddress(text: string): bigint | null {
  const v4 = parseV4(text);
  if (v4 !== null) return BigInt(v4);
  const v6 = parseV6(text);
  return v6 === null ? null : v6 + V6;
}

/** A CIDR block or one address; bits after the prefix are ignored. Null for anything else. */
export function parseCidr(text: string): AddressRange | null {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  const width = address < V6 ? 32 : 128;
  if (slash < 0) return { low: address, high: address };
  const prefix = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > width) return null;
  const host = (1n << BigInt(width - Number(prefix))) - 1n;
  // Works for IPv4 too: 2³² is a multiple of the size of each IPv4 block.
  const low = ((address - V6) & ~host) + V6;
  return { low, high: low + host };
}

function formatV6(value: bigint): string {
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(((value >> shift) & 0xffffn).toString(16));
  let [start, length] = [0, 1];
  for (let from = 0; from < groups.length; from += 1) {
    let to = from;
    while (groups[to] === '0') to += 1;
    if (to - from > length) [start, length] = [from, to - from];
  }
  if (length === 1) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

/** The address in its usual notation. */
export function formatAddress(address: bigint): string {
  if (address >= V6) return formatV6(address - V6);
  const value = Number(address);
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
}

/** The same addresses as sorted ranges that neither overlap nor touch. */
export function normalized(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const merged: AddressRange[] = [];
  for (const range of [...ranges].sort((a, b) => (a.low < b.low ? -1 : 1))) {
    const last = merged.at(-1);
    if (last === undefined || range.low > last.high + 1n) merged.push(range);
    else if (range.high > last.high) merged[merged.length - 1] = { low: last.low, high: range.high };
  }
  return merged;
}

/** Whether the address is in one of the ranges, which must be `normalized`. */
export function within(ranges: readonly AddressRange[], address: bigint): boolean {
  let from = 0;
  let to = ranges.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const range = ranges[middle];
    if (range === undefined || address < range.low) to = middle;
    else if (address > range.high) from = middle + 1;
    else return true;
  }
  return false;
}

/** All addresses. */
export const anyAddress: readonly AddressRange[] = [
  { low: 0n, high: V6 - 1n },
  { low: V6, high: V6 + (1n << 128n) - 1n },
];

// RFC 1918, 6598, 1122, 3927, 5771 and 1112. Documentation blocks count as public, because AWS's examples use them.
const privateBlocks = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
  '::/127',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

// RFC 1122, 5771, 1112 and 4291: this network, loopback, multicast and reserved.
const unusedBlocks = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3', '::/127', 'ff00::/8'];

/** Addresses that no sender has. */
export const unusedRanges: readonly AddressRange[] = normalized(
  unusedBlocks.flatMap((block) => parseCidr(block) ?? []),
);

const nonPublic = privateBlocks.flatMap((block) => parseCidr(block) ?? []);

/** Addresses that are not on the public internet, and so never the `aws:SourceIp` of a direct public request. */
export const privateRanges: readonly AddressRange[] = normalized(nonPublic);

import { and, type Term } from './terms';
import type { KeyValue } from './keys';

/** The number of an IPv4 or IPv6 address. */
function numberOf(address: string): bigint {
  if (!address.includes(':')) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [head = '', tail] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? [] : Array<string>(8 - first.length - last.length).fill('0');
  return [...first, ...zeros, ...last].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

/** That an address is in a CIDR block, or is that address. */
export function inBlock({ value, isLong }: KeyValue, block: string): Term {
  const [address = '', length] = block.split('/');
  const bits = address.includes(':') ? 128n : 32n;
  const size = 2n ** (bits - BigInt(length ?? bits));
  const low = (numberOf(address) / size) * size;
  return and([
    bits === 128n ? isLong : `(not ${isLong})`,
    `(<= ${low} ${value})`,
    `(< ${value} ${low + size})`,
  ]);
}

/** What does not come over the internet: RFC 1918, 6598, loopback, link-local, multicast and reserved, unique-local. */
export const notPublic: readonly string[] = [
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

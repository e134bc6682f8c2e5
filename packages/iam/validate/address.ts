/** An address as bits, IPv4 in 32 and IPv6 in 128. */
export interface Address {
  readonly bits: string;
}

function bitsOf(numbers: readonly number[], width: number): string {
  return numbers.map((number) => number.toString(2).padStart(width, '0')).join('');
}

function readV4(text: string): string | undefined {
  const bytes = text.split('.');
  const isWhole =
    bytes.length === 4 && bytes.every((byte) => /^(?:0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256);
  return isWhole ? bitsOf(bytes.map(Number), 8) : undefined;
}

function readV6(text: string): string | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const listed = groups.flat();
  const missing = 8 - listed.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  if (!listed.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const [head = [], tail = []] = groups;
  const zeros = Array<string>(missing).fill('0');
  return bitsOf(
    [...head, ...zeros, ...tail].map((group) => parseInt(group, 16)),
    16,
  );
}

/** Undefined for what is not an address as AWS writes it. */
export function readAddress(text: string): Address | undefined {
  const bits = text.includes(':') ? readV6(text) : readV4(text);
  return bits === undefined ? undefined : { bits };
}

/** A block of addresses: whether it is one of IPv6, and the bits with which its addresses begin. */
interface Block {
  readonly width: number;
  readonly start: string;
}

function readBlock(text: string): Block | undefined {
  const [first = '', length] = text.split('/');
  const bits = readAddress(first)?.bits;
  return bits === undefined ? undefined : { width: bits.length, start: bits.slice(0, Number(length ?? 128)) };
}

function isIn({ bits }: Address, { width, start }: Block): boolean {
  return bits.length === width && bits.startsWith(start);
}

/** Whether the address is in the block, such as `10.0.0.0/8`. */
export function isInRange(address: Address, text: string): boolean {
  const block = readBlock(text);
  return block !== undefined && isIn(address, block);
}

const blocks = (texts: readonly string[]) => texts.map(readBlock).filter((block) => block !== undefined);

/** Nobody's: this network, loopback, link-local, multicast, reserved. Source: IANA special-purpose registries. */
const unusable = blocks([
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/127',
  'fe80::/10',
  'ff00::/8',
]);
/** Inside networks only: RFC 1918, RFC 6598, unique-local. */
const internal = blocks(['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);

/** Whether a sender in some VPC may have the address. */
export function isUsable(address: Address): boolean {
  return !unusable.some((block) => isIn(address, block));
}

/** Whether requests over the internet may come from the address. Ranges for examples in texts count as public. */
export function isPublic(address: Address): boolean {
  return isUsable(address) && !internal.some((block) => isIn(address, block));
}

// An independent answer to "does this packet get through": one address at a time, by strings and loops, without using
// core/network. Deliberately slow and simple. Addresses are four numbers; everything is IPv4.

/** A rule as a person would write it down. */
export interface NaiveRule {
  readonly group: string;
  readonly direction: 'ingress' | 'egress';
  readonly protocol: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** A CIDR block, `sg-…` or `pl-…`. */
  readonly peer: string;
}

export interface NaiveRoute {
  readonly destination: string;
  readonly target: string;
}

type Lists = Readonly<Record<string, readonly string[]>>;

const bitsOf = (address: string): string =>
  address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');

/** Whether the address has the first bits of the block. */
export function isIn(address: string, cidr: string): boolean {
  const [network = '', length = '32'] = cidr.split('/');
  return bitsOf(address).slice(0, Number(length)) === bitsOf(network).slice(0, Number(length));
}

/** Every address of a small block. */
export function addressesIn(cidr: string): readonly string[] {
  const [network = '', length = '32'] = cidr.split('/');
  const free = 32 - Number(length);
  const fixed = bitsOf(network).slice(0, Number(length));
  return Array.from({ length: 2 ** free }, (_, index) => {
    const bits = fixed + (free === 0 ? '' : index.toString(2).padStart(free, '0'));
    return [0, 8, 16, 24].map((start) => String(parseInt(bits.slice(start, start + 8), 2))).join('.');
  });
}

export interface End {
  readonly address: string;
  readonly groups: readonly string[];
}

/** Whether the groups of one side let one packet to TCP 443 pass. */
export function isAdmitted(
  rules: readonly NaiveRule[],
  direction: NaiveRule['direction'],
  own: End,
  other: End,
  lists: Lists,
): boolean {
  for (const rule of rules) {
    if (rule.direction !== direction || !own.groups.includes(rule.group)) continue;
    if (rule.protocol !== '-1') {
      if (rule.protocol !== 'tcp') continue;
      let isPort = false;
      for (let port = rule.from ?? 0; port <= (rule.to ?? 65_535); port += 1) if (port === 443) isPort = true;
      if (!isPort) continue;
    }
    if (rule.peer.startsWith('sg-')) {
      if (other.groups.includes(rule.peer)) return true;
    } else {
      for (const cidr of lists[rule.peer] ?? [rule.peer]) if (isIn(other.address, cidr)) return true;
    }
  }
  return false;
}

/** The target of one packet: that of the matching route with the longest prefix. */
export function targetOf(routes: readonly NaiveRoute[], address: string, lists: Lists): string | undefined {
  let best: { readonly length: number; readonly target: string } | undefined;
  for (const { destination, target } of routes)
    for (const cidr of lists[destination] ?? [destination]) {
      const length = Number(cidr.split('/')[1]);
      if (isIn(address, cidr) && (best === undefined || length > best.length)) best = { length, target };
    }
  return best?.target;
}

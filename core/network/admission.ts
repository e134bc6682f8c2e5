import { admittedBy } from './groups';
import type { Network } from './network';
import { both, type ConnectionEnd, reach, type Reachability } from './reach';

/** Which clients a server's security groups, and their own, let through on TCP 443. */
export interface Reached {
  readonly letIn: readonly ConnectionEnd[];
  readonly refused: readonly ConnectionEnd[];
  /** What is missing about each is in `missing`. */
  readonly unclear: readonly ConnectionEnd[];
  readonly missing: readonly string[];
}

/**
 * Sorts clients by whether they reach the server, in one step for all with the same groups and subnets: only where a
 * rule is for a part of a subnet do their own addresses decide. Those whose groups let nothing out on TCP 443 call
 * nobody, and are left out.
 */
export function admissionOf(
  clients: readonly ConnectionEnd[],
  server: ConnectionEnd,
  network: Network,
  family: 'ipv4' | 'ipv6',
): Reached {
  const letIn: ConnectionEnd[] = [];
  const refused: ConnectionEnd[] = [];
  const unclear: ConnectionEnd[] = [];
  const missing = new Set<string>();
  const known = new Map<string, Reachability | 'silent'>();
  for (const client of clients) {
    const { addresses, ...anywhere } = client;
    const key = [...client.groupIds, '', ...client.subnetIds].join(' ');
    const alike =
      known.get(key) ??
      (isSilent(client, network) ? 'silent' : both(reach(network, anywhere, server, family)));
    known.set(key, alike);
    if (alike === 'silent') continue;
    const answer =
      alike.status === 'unknown' && addresses !== undefined
        ? both(reach(network, client, server, family))
        : alike;
    if (answer.status === 'yes') letIn.push(client);
    else if (answer.status === 'no') refused.push(client);
    else {
      unclear.push(client);
      for (const text of answer.missing) missing.add(text);
    }
  }
  return { letIn, refused, unclear, missing: [...missing] };
}

function isSilent({ groupIds }: ConnectionEnd, network: Network): boolean {
  if (groupIds.length === 0) return false;
  const { groups, peers, missing } = admittedBy(network, groupIds, 'egress');
  return groups.size + peers.length + missing.length === 0;
}

/** The first few names and how many more there are: a VPC may have thousands of interfaces. */
export function someNames(named: readonly { readonly name: string }[], shown = 5): readonly string[] {
  const names = [...new Set(named.map(({ name }) => name))];
  return names.length <= shown ? names : [...names.slice(0, shown), `${names.length - shown} more`];
}

import type { Snapshot } from '../../model/snapshot';

/** Which DNS servers the interfaces of a VPC ask. */
export type DnsServers =
  | { readonly status: 'amazon' }
  /** Others, some of which may still forward to Amazon's. */
  | { readonly status: 'others'; readonly because: string }
  | { readonly status: 'unread'; readonly because: string; readonly notInExport?: true };

/**
 * The DNS servers that the VPC's DHCP options name: private hosted zones and private DNS work only for those who ask
 * AmazonProvidedDNS, by that name or by one of its addresses (VPC user guide, DHCP option sets and Amazon DNS server;
 * read 1 December 2026).
 */
export function dnsServersOf(snapshot: Snapshot, vpcId: string): DnsServers {
  const sets = snapshot.read('dhcpOptions');
  if (sets.status === 'unreadable')
    return {
      status: 'unread',
      because: `dhcpOptions: ${sets.because}`,
      ...(sets.notInExport === undefined ? {} : { notInExport: sets.notInExport }),
    };
  const vpcs = snapshot.read('vpcs');
  if (vpcs.status === 'unreadable') return { status: 'unread', because: `vpcs: ${vpcs.because}` };
  const vpc = vpcs.value.find(({ VpcId }) => VpcId === vpcId);
  const id = vpc?.DhcpOptionsId;
  if (id === undefined) return { status: 'unread', because: `which DHCP options ${vpcId} has` };
  // A VPC can have none, and its interfaces then learn of no DNS server.
  if (id === 'default') return { status: 'others', because: `${vpcId} has no DHCP options` };
  const set = sets.value.find(({ DhcpOptionsId }) => DhcpOptionsId === id);
  const configurations = set?.DhcpConfigurations;
  if (configurations === undefined) return { status: 'unread', because: `the DHCP options ${id}` };
  const servers = configurations
    .filter(({ Key }) => Key === 'domain-name-servers')
    .flatMap(({ Values = [] }) => Values.flatMap(({ Value }) => Value ?? []));
  if (servers.length > 0 && servers.every((server) => isAmazons(server, vpc?.CidrBlock)))
    return { status: 'amazon' };
  const named = servers.length === 0 ? 'no DNS server' : `the DNS servers ${servers.join(', ')}`;
  return { status: 'others', because: `${id} of ${vpcId} names ${named}` };
}

/** The resolver's link-local addresses, which are the same in every VPC. */
const linkLocal = ['169.254.169.253', 'fd00:ec2::253'];

function isAmazons(server: string, cidr: string | undefined): boolean {
  const text = server.trim().toLowerCase();
  return text === 'amazonprovideddns' || linkLocal.includes(text) || text === plusTwo(cidr);
}

/** The base of the VPC's primary IPv4 range plus two, where the resolver also answers. */
function plusTwo(cidr: string | undefined): string | undefined {
  const parts = cidr?.split('/')[0]?.split('.').map(Number);
  if (parts?.length !== 4) return undefined;
  const [a, b, c, d = 0] = parts;
  return [a, b, c, d + 2].join('.');
}

import { isAlive } from '../../enforcement/perimeter';
import { sameService } from '../../model/sagemaker-services';
import type { VpcEndpoint } from '../../slices/endpoints';
import type { RecordSet } from '../../slices/zone-records';
import { dnsDomain, isInDomain } from './domains';
import { agreed, type Resolution } from './resolution';

/** A zone whose records may answer, and for which service. */
export interface AskedZone {
  readonly name: string;
  /** For messages: `the private hosted zone X`. */
  readonly described: string;
  readonly records: readonly RecordSet[];
}

/** What is asked: the name of a service, and the endpoints that a record may lead to. */
export interface NameQuestion {
  /** `*.` in front for services whose hosts are below the name. */
  readonly name: string;
  readonly serviceName: string;
  readonly endpoints: readonly VpcEndpoint[];
}

/**
 * The answer of the records of a zone that covers the name. A zone without a record for the name answers that there is
 * none; nothing else is asked then (Route 53 developer guide, considerations for private hosted zones; read 1 December
 * 2026).
 */
export function zoneAnswer(zone: AskedZone, question: NameQuestion): Resolution {
  const { name } = question;
  if (zone.records.some(({ Name, Type }) => Name === '' || Type === ''))
    return { to: 'unknown', missing: [`the name or type of a record of ${zone.described}`], perhaps: [] };
  const single = singleHosts(zone, dnsDomain(name));
  if (single !== undefined)
    return {
      to: 'unknown',
      missing: [`where ${zone.described} leads hosts other than ${single}, which has a record of its own`],
      perhaps: [nowhere(zone, name, noRecord(zone, name))],
    };
  const records = recordsFor(zone, dnsDomain(name));
  if (records === 'unclear')
    return {
      to: 'unknown',
      missing: [`whether a wildcard of ${zone.described} answers for ${name}`],
      perhaps: [nowhere(zone, name, noRecord(zone, name))],
    };
  const [delegation] = records.filter(({ Type }) => Type === 'NS');
  if (delegation !== undefined)
    return {
      to: 'elsewhere',
      because: `${zone.described} delegates ${dnsDomain(delegation.Name)} to other name servers`,
    };
  const ipv4 = targetsOf(records, ['A', 'CNAME']);
  const ipv6 = targetsOf(records, ['AAAA', 'CNAME']);
  if (ipv4.length + ipv6.length === 0) return nowhere(zone, name, noRecord(zone, name));
  const led = [...new Set([...ipv4, ...ipv6])].map((target) => leadsTo(target, zone, question));
  const onlyIpv6 = led.find((one) => one.to === 'endpoint' && one.endpoint.IpAddressType !== 'ipv6');
  if (ipv4.length === 0 && onlyIpv6 !== undefined)
    return nowhere(zone, name, `${zone.described} has only an IPv6 address for ${name}`);
  return agreed(led, `which of the records of ${zone.described} answers for ${name}`);
}

function noRecord(zone: AskedZone, name: string): string {
  return `${zone.described} has no record for ${name}`;
}

function nowhere({ name: zone }: AskedZone, name: string, because: string): Resolution {
  return { to: 'nowhere', because, zone, isExact: zone === dnsDomain(name).replace(/^\*\./, '') };
}

/**
 * The record sets that answer for a name: its own, those of a name that it is delegated with, or of the closest
 * wildcard. A wildcard does not answer for a name that other records are below (RFC 4592).
 */
function recordsFor({ name: zone, records }: AskedZone, name: string): readonly RecordSet[] | 'unclear' {
  const at = (owner: string): readonly RecordSet[] => records.filter(({ Name }) => dnsDomain(Name) === owner);
  const delegated = records.filter(
    ({ Name, Type }) => Type === 'NS' && dnsDomain(Name) !== zone && isInDomain(name, dnsDomain(Name)),
  );
  if (delegated.length > 0) return delegated;
  // The zone's own NS and SOA records lie at its name.
  const own = at(name).filter(({ Type }) => ['A', 'AAAA', 'CNAME'].includes(Type));
  if (own.length > 0) return own;
  const isEmpty = records.some(({ Name }) => dnsDomain(Name).endsWith(`.${name}`));
  for (let rest = name; isInDomain(rest, zone) && rest.includes('.');) {
    rest = rest.slice(rest.indexOf('.') + 1);
    const wildcard = isInDomain(rest, zone) ? at(`*.${rest}`) : [];
    if (wildcard.length > 0) return isEmpty ? 'unclear' : wildcard;
  }
  return [];
}

/** A host that a record serves by itself, where any host below a name is asked for. */
function singleHosts({ records }: AskedZone, name: string): string | undefined {
  if (!name.startsWith('*.')) return undefined;
  const parent = name.slice(2);
  return records
    .map(({ Name }) => dnsDomain(Name))
    .find((owner) => owner !== name && owner !== parent && isInDomain(owner, parent));
}

/** A value that a record gives: a DNS name or an address. */
function targetsOf(records: readonly RecordSet[], types: readonly string[]): readonly string[] {
  return records
    .filter(({ Type }) => types.includes(Type))
    .flatMap(({ AliasTarget, ResourceRecords = [] }) => [
      ...(AliasTarget === undefined ? [] : [AliasTarget.DNSName]),
      ...ResourceRecords.map(({ Value }) => Value),
    ])
    .map(dnsDomain);
}

function leadsTo(
  target: string,
  zone: AskedZone,
  { name, serviceName, endpoints }: NameQuestion,
): Resolution {
  const because = `${zone.described} leads ${name} to ${target === '' ? 'something not shown' : target}`;
  if (/^[\d.]+$|:/.test(target)) return { to: 'elsewhere', because, addresses: [target] };
  const endpoint = endpoints.find((one) => isNameOf(target, one));
  if (endpoint === undefined) return { to: 'elsewhere', because };
  const { VpcEndpointId, ServiceName, State } = endpoint;
  if (!sameService(ServiceName, serviceName))
    return nowhere(zone, name, `${because}, which is for ${ServiceName}`);
  if (!isAlive(endpoint)) return nowhere(zone, name, `${because}, which is ${State.toLowerCase()}`);
  return { to: 'endpoint', endpoint, because: `${zone.described} leads ${name} to ${VpcEndpointId}` };
}

/**
 * Whether a DNS name is one of the endpoint's own: those that AWS lists for it, and names of the form that AWS
 * documents: the id, a dash, a suffix, then the service under `vpce`.
 */
function isNameOf(target: string, { VpcEndpointId, DnsEntries }: VpcEndpoint): boolean {
  const isListed = (DnsEntries ?? []).some(
    ({ DnsName }) => DnsName !== undefined && dnsDomain(DnsName) === target,
  );
  const isOfForm = target.startsWith(`${VpcEndpointId.toLowerCase()}-`) && target.includes('.vpce.');
  return isListed || (VpcEndpointId !== '' && isOfForm);
}

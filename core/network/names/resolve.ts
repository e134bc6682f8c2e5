import { isAlive } from '../../enforcement/perimeter';
import { sameService } from '../../model/sagemaker-services';
import type { Snapshot } from '../../model/snapshot';
import type { VpcEndpoint } from '../../slices/endpoints';
import { ownerElsewhere } from '../shared-vpc';
import { dnsServersOf } from './dns-servers';
import { dnsDomain, labelsOf, mostSpecific } from './domains';
import { zoneAnswer } from './records';
import { agreed, type NameAnswer, type Resolution, type UnreadNames } from './resolution';
import { type EndpointSource, type Sources, sourcesOf, type ZoneSource } from './sources';

/** A service's name, and who asks for it. */
export interface AskedName {
  readonly vpcId: string;
  /** The endpoint service, in full. */
  readonly serviceName: string;
  /** Its DNS name, with `*.` for hosts below it; `undefined` if it is not known. */
  readonly name: string | undefined;
  /** Why the name is not known. */
  readonly nameless?: string;
  /** Its endpoints in the VPC that take traffic or will. */
  readonly here: readonly VpcEndpoint[];
}

/**
 * What answers for a service's name in a VPC whose DNS attributes are on. Resolver takes the most specific domain among
 * conditional rules and private zones; for the same domain a rule comes before a zone (Route 53 developer guide, how
 * Resolver determines whether a name matches a rule, autodefined rules, and considerations for private hosted zones;
 * read 1 December 2026). An endpoint with private DNS is such a zone, for the service's own name, so that no other zone
 * can be more specific. What comes first of the VPC's and its Profiles' zones and endpoints for the same domain is not
 * relied on: they have to agree.
 */
export function resolveName(asked: AskedName, snapshot: Snapshot): NameAnswer {
  const { vpcId } = asked;
  const sources = sourcesOf(snapshot, vpcId);
  const refused = [...sources.unread.refused, ...ofOwner(vpcId, snapshot)];
  const assumed = [...sources.unread.assumed];
  const servers = dnsServersOf(snapshot, vpcId);
  if (servers.status === 'unread') (servers.notInExport === true ? assumed : refused).push(servers.because);
  if (servers.status === 'others')
    refused.push(`whether AmazonProvidedDNS is asked in the end: ${servers.because}`);
  const resolution = amongSources(asked, sources, snapshot);
  assumed.push(...sources.unreadZones.assumed);
  if (!isOwnName(resolution, asked)) refused.push(...sources.unreadZones.refused);
  return settled(resolution, { refused, assumed }, asked);
}

/**
 * Whether private DNS of an endpoint of the VPC serves exactly the name: AWS allows no other zone for it there, so
 * other zones do not matter. A zone for one host below a name with a wildcard would.
 */
function isOwnName(resolution: Resolution, { name, vpcId }: AskedName): boolean {
  return (
    resolution.to === 'endpoint' &&
    resolution.endpoint.VpcId === vpcId &&
    resolution.endpoint.PrivateDnsEnabled === true &&
    name?.startsWith('*.') !== true
  );
}

/** What an answer is worth if some of what decides was not read. */
function settled(resolution: Resolution, { refused, assumed }: UnreadNames, { here }: AskedName): NameAnswer {
  const perhaps = [resolution, ...elsewhere(here)];
  const unknown = (missing: readonly string[]): NameAnswer => ({
    resolution: { to: 'unknown', missing: [...new Set(missing)], perhaps },
    assumed: [],
  });
  const own = resolution.to === 'unknown' ? resolution.missing : [];
  if (refused.length > 0) return unknown([...own, ...refused]);
  // That nothing serves the name is known only where everything was read that could.
  const isAbsence = resolution.to === 'public' || resolution.to === 'nowhere';
  if (assumed.length > 0 && (isAbsence || own.length > 0)) return unknown([...own, ...assumed]);
  return { resolution, assumed };
}

/** The possibilities that unread rules, zones and Profiles leave. */
function elsewhere(here: readonly VpcEndpoint[]): readonly Resolution[] {
  const because = 'what was not read may lead there';
  return [
    ...here.map((endpoint) => ({ to: 'endpoint', endpoint, because }) as const),
    { to: 'elsewhere' },
    { to: 'public' },
  ];
}

/**
 * What the owner of a shared VPC keeps in it: participants see neither its endpoints nor what is associated with it
 * (VPC user guide, responsibilities for shared VPCs).
 */
function ofOwner(vpcId: string, snapshot: Snapshot): readonly string[] {
  const owner = ownerElsewhere(vpcId, snapshot);
  return owner === undefined
    ? []
    : [`what account ${owner} keeps in its VPC ${vpcId}: endpoints, private hosted zones, Resolver rules`];
}

function amongSources(asked: AskedName, sources: Sources, snapshot: Snapshot): Resolution {
  const { name, serviceName } = asked;
  const endpoints = snapshot.read('endpoints');
  const all = endpoints.status === 'read' ? endpoints.value : [];
  if (name === undefined) return withoutName(asked, sources);
  const domain = dnsDomain(name).replace(/^\*\./, '');
  const served = withPrivateDns(asked, sources, all, domain);
  if ('missing' in served) return { to: 'unknown', missing: [served.missing], perhaps: [] };
  const candidates: readonly (ZoneSource | EndpointSource)[] = [...sources.zones, ...served];
  const below = sources.zones.find((zone) => name.startsWith('*.') && zone.domain.endsWith(`.${domain}`));
  const rules = mostSpecific(sources.rules, domain, (rule) => rule.domain);
  const zones = mostSpecific(candidates, domain, (zone) => zone.domain);
  // A system rule keeps the name with Resolver, also where a less specific rule forwards.
  const rule = rules.find(({ isLocal }) => !isLocal);
  const [zone] = zones;
  if (rule !== undefined && (zone === undefined || labelsOf(rule.domain) >= labelsOf(zone.domain)))
    return {
      to: 'unknown',
      missing: [`what the servers answer to which ${rule.described} sends queries`],
      perhaps: [],
    };
  if (below !== undefined)
    return {
      to: 'unknown',
      missing: [`where ${below.described} leads some of the hosts of ${name}`],
      perhaps: [],
    };
  if (zone === undefined) return { to: 'public' };
  const answers = zones.map((one): Resolution => {
    if (one.kind === 'endpoint') return { to: 'endpoint', endpoint: one.endpoint, because: one.because };
    const { described, records } = one;
    if ('unread' in records) return { to: 'unknown', missing: [records.unread], perhaps: [] };
    return zoneAnswer({ name: one.domain, described, records }, { name, serviceName, endpoints: all });
  });
  return agreed(answers, `which of several answers for ${name} in ${asked.vpcId}`);
}

/** Of a service whose name nobody publishes, only the endpoint's own private DNS can be known to serve it. */
function withoutName(
  { here, serviceName, nameless }: AskedName,
  { zones, rules, profileEndpoints }: Sources,
): Resolution {
  const own = here.find(({ PrivateDnsEnabled }) => PrivateDnsEnabled === true);
  const isForwarded = rules.some(({ isLocal }) => !isLocal);
  if (!isForwarded && profileEndpoints.length === 0 && (own !== undefined || zones.length === 0))
    return own === undefined ? { to: 'public' } : { to: 'endpoint', endpoint: own, because: ownDns(own) };
  return {
    to: 'unknown',
    missing: [`the DNS name of ${serviceName}${nameless === undefined ? '' : ` (${nameless})`}`],
    perhaps: [],
  };
}

function ownDns({ VpcEndpointId }: VpcEndpoint): string {
  return `private DNS of ${VpcEndpointId} is on`;
}

/** The endpoints whose private DNS serves the name: those of the VPC, and those that Profiles bring. */
function withPrivateDns(
  { here, serviceName }: AskedName,
  { profileEndpoints }: Sources,
  all: readonly VpcEndpoint[],
  domain: string,
): readonly EndpointSource[] | { readonly missing: string } {
  const own = here
    .filter(({ PrivateDnsEnabled }) => PrivateDnsEnabled === true)
    .map((endpoint) => ({ kind: 'endpoint', domain, endpoint, because: ownDns(endpoint) }) as const);
  const brought: EndpointSource[] = [];
  for (const { id, serviceName: known, profile, unreadable } of profileEndpoints) {
    const endpoint = all.find(({ VpcEndpointId }) => VpcEndpointId === id);
    const service = endpoint?.ServiceName ?? known;
    if (service !== undefined && !sameService(service, serviceName)) continue;
    if (endpoint === undefined)
      return { missing: `the endpoint ${id}, which ${profile} brings and is not among the endpoints` };
    if (unreadable !== undefined) return { missing: `whether ${profile} brings ${id}: ${unreadable}` };
    if (isAlive(endpoint))
      brought.push({ kind: 'endpoint', domain, endpoint, because: `${profile} leads the name to ${id}` });
  }
  return [...own, ...brought];
}

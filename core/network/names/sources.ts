import type { VpcEndpoint } from '../../slices/endpoints';
import type { RecordSet } from '../../slices/zone-records';
import type { Snapshot } from '../../model/snapshot';
import { hostedZonesOf, type OfVpc, profilesOf, resolverRulesOf, zoneRecordsOf } from '../of-vpc';
import { dnsDomain } from './domains';
import { type ProfileResourceKind, profileResourceOf } from './profile-resource';
import type { UnreadNames } from './resolution';

/** A private hosted zone: its records, or why they were not read. */
export interface ZoneSource {
  readonly kind: 'zone';
  readonly domain: string;
  /** For messages: `the private hosted zone X`. */
  readonly described: string;
  readonly records: readonly RecordSet[] | { readonly unread: string };
}

/** The zone that AWS keeps for an endpoint with private DNS. */
export interface EndpointSource {
  readonly kind: 'endpoint';
  /** The name of its service, without the wildcard. */
  readonly domain: string;
  readonly endpoint: VpcEndpoint;
  readonly because: string;
}

/** A Resolver rule: queries for its domain go to other name servers, or stay with Resolver. */
export interface RuleSource {
  readonly domain: string;
  readonly described: string;
  readonly isLocal: boolean;
}

/** An endpoint that a Profile brings, and the service that it is for, where that was read. */
export interface ProfileEndpoint {
  readonly id: string;
  readonly serviceName: string | undefined;
  readonly profile: string;
  /** Why it is not known whether the Profile brings it. */
  readonly unreadable: string | undefined;
}

/** Everything that answers DNS queries of a VPC, apart from public DNS. */
export interface Sources {
  readonly zones: readonly ZoneSource[];
  /** Endpoints that Profiles bring, by id. */
  readonly profileEndpoints: readonly ProfileEndpoint[];
  readonly rules: readonly RuleSource[];
  readonly unread: UnreadNames;
  /** Why the zones associated with the VPC itself are not known. */
  readonly unreadZones: UnreadNames;
}

/** The zones, rules and Profiles of a VPC. */
export function sourcesOf(snapshot: Snapshot, vpcId: string): Sources {
  const refused: string[] = [];
  const assumed: string[] = [];
  const read = <T>(reading: OfVpc<readonly T[]>): readonly T[] => {
    if (reading.status === 'read') return reading.value;
    (reading.notInExport === true ? assumed : refused).push(reading.because);
    return [];
  };
  const zones = hostedZonesOf(snapshot, vpcId);
  const names = zones.status === 'read' ? zones.value.map(dnsDomain) : [];
  const profiles = read(profilesOf(snapshot, vpcId));
  const rules = read(resolverRulesOf(snapshot, vpcId));
  const brought = profiles.flatMap(({ ProfileId, Resources, unreadable }) => {
    if (Resources !== undefined)
      return Resources.map((one) => ({
        ...one,
        ...(profileResourceOf(one.ResourceArn) ?? { kind: undefined, id: '' }),
        profile: `Profile ${ProfileId}`,
      }));
    refused.push(`what the Route 53 Profile ${ProfileId} brings: ${unreadable ?? 'not read'}`);
    return [];
  });
  for (const { kind, DomainName, ResourceArn, profile, unreadable } of brought) {
    const reason = unreadable === undefined ? '' : `: ${unreadable}`;
    if (kind === undefined) refused.push(`what ${ResourceArn || 'one of the resources'} of ${profile} is`);
    else if (['zone', 'rule'].includes(kind) && DomainName === undefined)
      refused.push(`the domain name of ${ResourceArn} of ${profile}${reason}`);
  }
  for (const { Id = '(without an id)', DomainName } of rules)
    if (DomainName === undefined) refused.push(`the domain name of the Resolver rule ${Id}`);
  const ofKind = (wanted: ProfileResourceKind) => brought.filter(({ kind }) => kind === wanted);
  return {
    zones: [
      ...zonesOf(names, snapshot, vpcId),
      ...ofKind('zone').flatMap(({ DomainName, ResourceRecordSets, unreadable, profile }) => {
        if (DomainName === undefined) return [];
        const described = `the private hosted zone ${dnsDomain(DomainName)} of ${profile}`;
        const records = ResourceRecordSets ?? { unread: because(described, unreadable) };
        return [{ kind: 'zone' as const, domain: dnsDomain(DomainName), described, records }];
      }),
    ],
    profileEndpoints: ofKind('endpoint').map(({ id, ServiceName, profile, unreadable }) => ({
      id,
      serviceName: ServiceName,
      profile,
      unreadable,
    })),
    rules: [
      ...rules.map((rule) => ({ ...rule, from: '' })),
      ...ofKind('rule').map(({ id, DomainName, RuleType = '', profile }) => ({
        Id: id,
        DomainName,
        RuleType,
        from: ` of ${profile}`,
      })),
    ].flatMap(({ Id = '', DomainName, RuleType, from }) => {
      // Rules that Resolver makes by itself say what this file says; the one for the root is public DNS.
      if (DomainName === undefined || Id.startsWith('rslvr-autodefined')) return [];
      const domain = dnsDomain(DomainName);
      const described = `the Resolver rule ${Id === '' ? domain : Id} for ${domain || '.'}${from}`;
      return [{ domain, described, isLocal: isLocal(RuleType) }];
    }),
    unread: { refused, assumed },
    unreadZones: unreadOf(zones),
  };
}

function unreadOf(reading: OfVpc<unknown>): UnreadNames {
  if (reading.status === 'read') return { refused: [], assumed: [] };
  return reading.notInExport === true
    ? { refused: [], assumed: [reading.because] }
    : { refused: [reading.because], assumed: [] };
}

/** Whether Resolver answers by itself, from private zones and public DNS. */
function isLocal(type: string): boolean {
  return ['SYSTEM', 'RECURSIVE'].includes(type);
}

function zonesOf(names: readonly string[], snapshot: Snapshot, vpcId: string): readonly ZoneSource[] {
  const records = zoneRecordsOf(snapshot, vpcId);
  const recorded = records.status === 'read' ? records.value.map(({ Name }) => dnsDomain(Name)) : [];
  return [...new Set([...names, ...recorded])].map((domain) => {
    const described = `the private hosted zone ${domain}`;
    const known =
      records.status === 'read' ? records.value.filter(({ Name }) => dnsDomain(Name) === domain) : [];
    const [zone] = known;
    const reason = records.status === 'unreadable' ? records.because : zone?.unreadable;
    // Two zones of one name are associated by mistake, and which of them answers is not documented.
    const read = known.length === 1 ? zone?.ResourceRecordSets : undefined;
    return { kind: 'zone', domain, described, records: read ?? { unread: because(described, reason) } };
  });
}

function because(described: string, reason: string | undefined): string {
  return `the records of ${described}${reason === undefined ? '' : ` (${reason})`}`;
}

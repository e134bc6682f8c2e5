import type { DhcpOptions } from '@aws-sdk/client-ec2';
import type { RecordSet } from '../../core/slices/zone-records';
import type { GivenAccount } from './given';

/** The DHCP options that AWS makes for a Region. */
export const amazonDns: DhcpOptions = {
  DhcpOptionsId: 'dopt-0amazon',
  OwnerId: '111122223333',
  DhcpConfigurations: [
    { Key: 'domain-name', Values: [{ Value: 'ec2.internal' }] },
    { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] },
  ],
};

/** VPCs whose names only AWS's own DNS serves: no Resolver rules, no Profiles, no zones with records. */
export function plainNames(...vpcIds: readonly string[]): GivenAccount {
  const none = Object.fromEntries(vpcIds.map((id) => [id, []]));
  return {
    dhcpOptions: [amazonDns],
    resolverRules: none,
    route53Profiles: none,
    zoneRecords: none,
  };
}

/** The DNS name that AWS gives an endpoint, and an alias record that leads another name to it. */
export function aliasTo(Name: string, endpointId: string, service = 'api.sagemaker'): RecordSet {
  return {
    Name: `${Name.replace(/\.$/, '')}.`,
    Type: 'A',
    AliasTarget: {
      DNSName: `${endpointId}-1a2b3c4d.${service}.us-east-1.vpce.amazonaws.com.`,
      HostedZoneId: 'Z7HUB22UULQXV',
    },
  };
}

import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import { describe, expect, it } from '@jest/globals';
import type { Slices } from '../../core/slices';
import { snapshot } from '../../core/model/snapshot';
import { documentedName, privateName } from '../../core/network/private-name';
import { parseSettings } from '../../core/settings';
import { rules } from '../../rules/registry';

// Hosts of notebooks and Studio are published for some partitions only.

const region = 'eusc-de-east-1';
const place = { account: '444455556666', region, partition: 'aws-eusc' };
const at = '2026-11-30T00:00:00Z';
const read = <T>(value: T) => ({ status: 'read', at, value }) as const;
const studio = `aws.sagemaker.${region}.studio`;

const endpoint = {
  VpcEndpointId: 'vpce-1',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-1',
  ServiceName: studio,
  State: 'available',
  PrivateDnsEnabled: false,
} as const satisfies Partial<Record<keyof VpcEndpoint, unknown>>;

const state = (zones: string[], services?: Slices['endpointServices'], records: Slices['zoneRecords'] = {}) =>
  snapshot(
    place,
    {
      endpoints: read([endpoint]),
      vpcAttributes: read({ 'vpc-1': { enableDnsSupport: true, enableDnsHostnames: true } }),
      hostedZones: read({ 'vpc-1': zones }),
      zoneRecords: read(records),
      resolverRules: read({ 'vpc-1': [] }),
      route53Profiles: read({ 'vpc-1': [] }),
      vpcs: read([{ VpcId: 'vpc-1', DhcpOptionsId: 'dopt-1' }]),
      dhcpOptions: read([
        {
          DhcpOptionsId: 'dopt-1',
          DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
        },
      ]),
      ...(services === undefined ? {} : { endpointServices: read(services) }),
    },
    at,
  );

const status = (of: ReturnType<typeof state>) =>
  rules
    .find(({ meta }) => meta.id === 'endpoint-private-dns')
    ?.judge(of, parseSettings({}, rules))
    .map(({ verdict }) => verdict.status);

describe('the host of Studio where none is published', () => {
  it('is not that of another partition', () => {
    expect(documentedName('studio', region)).toBeUndefined();
    expect(documentedName('studio', 'us-east-1')).toBe('*.studio.us-east-1.sagemaker.aws');
    expect(privateName(studio, state([])).status).toBe('unknown');
  });

  it('is unknown where a private hosted zone could serve it, until AWS said it', () => {
    expect(status(state([]))).toEqual(['fail']);
    expect(status(state([`studio.${region}.sagemaker.aws`]))).toEqual(['unknown']);
    const said = [{ ServiceName: studio, PrivateDnsName: `*.studio.${region}.example` }];
    const zone = `studio.${region}.example`;
    const record = {
      Name: `*.${zone}.`,
      Type: 'CNAME',
      ResourceRecords: [{ Value: `${endpoint.VpcEndpointId}-1.studio.vpce.example` }],
    };
    const records = { 'vpc-1': [{ Name: zone, ResourceRecordSets: [record] }] };
    expect(status(state([zone], said, records))).toEqual(['pass']);
    expect(status(state(['corp.internal'], said))).toEqual(['fail']);
  });

  it('is taken from the other spelling of the same service too', () => {
    const said = [
      { ServiceName: `eu.amazonaws.${region}.sagemaker.api`, PrivateDnsName: `api.sagemaker.${region}.x` },
    ];
    expect(privateName(`com.amazonaws.${region}.sagemaker.api`, state([], said))).toEqual({
      status: 'known',
      name: `api.sagemaker.${region}.x`,
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { runCli } from '../testing/run-cli';
import { sampleFiles, writeExportFolder } from '../testing/sample-export';
import { scanSchema } from '../testing/scan-schema';

const rules = ['--rule', 'endpoint-private-dns', 'endpoint-required', 'notebook-private-route'];
const notCollected = {
  'dhcp-options.json': undefined,
  'resolver-rules.json': undefined,
  'route53-profiles.json': undefined,
  'zone-records.json': undefined,
};
const on = { 'vpc-attributes.json': { 'vpc-1': { enableDnsSupport: true, enableDnsHostnames: true } } };
const endpoint = (PrivateDnsEnabled: boolean) => ({
  'vpc-endpoints.json': {
    VpcEndpoints: [
      {
        VpcEndpointId: 'vpce-1',
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-1',
        ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
        State: 'available',
        PrivateDnsEnabled,
      },
    ],
  },
});
const companyServers = {
  'dhcp-options.json': {
    DhcpOptions: [
      {
        DhcpOptionsId: 'dopt-1',
        DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: '192.168.1.53' }] }],
      },
    ],
  },
};
const subnets = {
  'subnets.json': { Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' }] },
};
const shared = {
  'vpcs.json': { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', OwnerId: '444455556666' }] },
};

/** What an export holds, and the status and the count of what is missing for a rule. */
const rows: readonly (readonly [string, object, string, string, string])[] = [
  [
    'private DNS on, nothing else collected',
    { ...notCollected, ...on, ...endpoint(true) },
    'endpoint-private-dns',
    'pass',
    'dhcp-options.json',
  ],
  ['private DNS on, everything collected', { ...on, ...endpoint(true) }, 'endpoint-private-dns', 'pass', ''],
  [
    'private DNS on, DNS servers of the company',
    { ...on, ...endpoint(true), ...companyServers },
    'endpoint-private-dns',
    'unknown',
    '192.168.1.53',
  ],
  [
    'private DNS off, nothing else collected',
    { ...notCollected, ...on, ...endpoint(false) },
    'endpoint-private-dns',
    'unknown',
    'route53-profiles.json',
  ],
  [
    'private DNS off, everything collected',
    { ...on, ...endpoint(false) },
    'endpoint-private-dns',
    'fail',
    '',
  ],
  [
    'no endpoint, nothing else collected',
    { ...notCollected, ...on, ...subnets, 'domains.json': [], 'vpc-endpoints.json': { VpcEndpoints: [] } },
    'endpoint-required',
    'unknown',
    'route53-profiles.json',
  ],
  [
    'no endpoint, everything collected',
    { ...on, ...subnets, 'domains.json': [], 'vpc-endpoints.json': { VpcEndpoints: [] } },
    'endpoint-required',
    'fail',
    '',
  ],
  [
    'no endpoint, a VPC of another account',
    { ...on, ...subnets, ...shared, 'domains.json': [], 'vpc-endpoints.json': { VpcEndpoints: [] } },
    'endpoint-required',
    'unknown',
    'account 444455556666',
  ],
];

describe('scan of an export, by what it holds about DNS', () => {
  it.each(rows)('%s', async (_, files, rule, status, missing) => {
    const folder = writeExportFolder({ ...sampleFiles, ...files });
    const { stdout } = await runCli(['scan', '--from', folder, '--format', 'json', ...rules]);
    const { findings } = scanSchema.parse(JSON.parse(stdout));
    const found = findings.filter((finding) => finding.rule === rule);
    expect(found.map((finding) => finding.status)).toEqual([status]);
    const texts = found.flatMap((finding) => finding.missing).join('; ');
    expect({ texts, says: texts.includes(missing), silent: texts === '' }).toEqual({
      texts,
      says: true,
      silent: missing === '',
    });
  });
});

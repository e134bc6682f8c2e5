import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readExport } from '../../adapters/export';
import { gather } from '../../adapters/aws/fixtures/gathering';
import type { Snapshot } from '../../core/model/snapshot';
import { parseSettings } from '../../core/settings';
import { type SliceName, slices } from '../../core/slices';
import { rules } from '../../rules/registry';
import { readAt } from './given';
import { latticeEndpoints, oddAccount } from './odd-account';

// What concerns no rule is not judged, and never refuses an input.

const settings = parseSettings({}, rules);
const given = Object.entries(oddAccount) as [SliceName, Record<string, unknown>][];
const endpoint = {
  ...latticeEndpoints[0],
  VpcEndpointType: 'Interface',
  Groups: [{ GroupId: 'sg-0end' }],
};

/** What is added to the list of a file; the ids in it are of nothing else in the account. */
const additions: readonly (readonly [string, SliceName, string, readonly object[]])[] = [
  ['endpoints for VPC Lattice', 'endpoints', 'VpcEndpoints', latticeEndpoints],
  [
    'a Gateway Load Balancer endpoint',
    'endpoints',
    'VpcEndpoints',
    [
      {
        ...endpoint,
        VpcEndpointId: 'vpce-0gwlb',
        VpcEndpointType: 'GatewayLoadBalancer',
        ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0a',
        Groups: [],
      },
    ],
  ],
  [
    'an endpoint of a type that is not known yet',
    'endpoints',
    'VpcEndpoints',
    [{ ...endpoint, VpcEndpointId: 'vpce-0new', VpcEndpointType: 'Quantum' }],
  ],
  [
    'an endpoint for another service, whose record has nothing else',
    'endpoints',
    'VpcEndpoints',
    [{ VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.us-east-1.s3' }],
  ],
  [
    'a prefix list without ranges that nothing names',
    'prefixLists',
    'PrefixLists',
    [{ PrefixListId: 'pl-0none' }, { PrefixListId: 'pl-0empty', Cidrs: [] }, {}],
  ],
  [
    'a route table of another VPC with a target that is not known yet',
    'routeTables',
    'RouteTables',
    [
      {
        RouteTableId: 'rtb-0other',
        VpcId: 'vpc-0other',
        Routes: [{ DestinationCidrBlock: '0.0.0.0/0', OdbNetworkArn: 'arn:of:something', State: 'filtered' }],
      },
    ],
  ],
  [
    'regional NAT gateways, and one of a kind that is not known yet, to which no route leads',
    'natGateways',
    'NatGateways',
    [
      { NatGatewayId: 'nat-0r', VpcId: 'vpc-0a1', AvailabilityMode: 'regional', RouteTableId: 'rtb-0r' },
      { NatGatewayId: 'nat-0q', ConnectivityType: 'quantum' },
    ],
  ],
  [
    'security groups of another VPC with rules of a form that is not known yet',
    'securityGroups',
    'SecurityGroups',
    [{ GroupId: 'sg-0other', VpcId: 'vpc-0other', IpPermissions: [{ IpProtocol: 'quic' }, {}] }],
  ],
  [
    'encryption controls of another VPC',
    'encryptionControls',
    'VpcEncryptionControls',
    [{ VpcId: 'vpc-0other', Mode: 'encrypt-everything', State: 'odd', ResourceExclusions: {} }],
  ],
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unjudged-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The account as an export, with more records in one list. */
async function readWith(more: { slice: SliceName; list: string; records: readonly object[] } | undefined) {
  await writeFile(join(folder, 'account.json'), '{"account":"111122223333","region":"us-east-1"}');
  for (const [name, content] of given) {
    const list = more?.slice === name ? (content[more.list] as readonly object[]) : [];
    const added = more?.slice === name ? { [more.list]: [...list, ...more.records] } : {};
    await writeFile(
      join(folder, slices[name].file),
      JSON.stringify(Array.isArray(content) ? content : { ...content, ...added }),
    );
  }
  return readExport(folder, { now: () => readAt });
}

/** Every verdict about the network, by rule and subject. */
function verdicts(account: Snapshot): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    rules
      .filter(({ meta }) => !meta.id.startsWith('principal-'))
      .flatMap((rule) =>
        rule
          .judge(account, settings)
          .map(({ resource, verdict }) => [`${rule.meta.id} ${resource.id}`, verdict] as const),
      ),
  );
}

describe('in an export', () => {
  let before: Readonly<Record<string, unknown>>;
  beforeAll(async () => {
    before = verdicts(await readWith(undefined));
  });

  it.each(additions)('%s: as if it were not there', async (_, slice, list, records) => {
    expect(Object.keys(before).length).toBeGreaterThan(10);
    expect(verdicts(await readWith({ slice, list, records }))).toEqual(before);
  });

  it('an endpoint for SageMaker of another Region changes no verdict but its own', async () => {
    const records = [
      {
        ...endpoint,
        VpcEndpointId: 'vpce-0far',
        ServiceName: 'com.amazonaws.eu-west-1.sagemaker.api',
        ServiceRegion: 'eu-west-1',
        PrivateDnsEnabled: true,
        // Open to nobody: for this Region's API that would be a fault.
        Groups: [],
      },
    ];
    const after = verdicts(await readWith({ slice: 'endpoints', list: 'VpcEndpoints', records }));
    const others = Object.entries(after).filter(([key]) => !key.endsWith(' vpce-0far'));
    expect(Object.fromEntries(others)).toEqual(before);
    expect(after['endpoint-subnets vpce-0far']).toMatchObject({
      status: 'not-applicable',
      because: expect.stringContaining('com.amazonaws.eu-west-1.sagemaker.api'),
    });
    expect(Object.keys(after).filter((key) => key.endsWith(' vpce-0far'))).toHaveLength(4);
  });

  it('only endpoints for SageMaker of another Region are no endpoints for this one', async () => {
    const content = oddAccount.endpoints as { VpcEndpoints: { ServiceName: string }[] };
    const far = content.VpcEndpoints.map((one) => ({
      ...one,
      ServiceName: one.ServiceName.replace('us-east-1', 'eu-west-1'),
      ServiceRegion: 'eu-west-1',
    }));
    await readWith(undefined);
    await writeFile(join(folder, slices.endpoints.file), JSON.stringify({ VpcEndpoints: far }));
    const after = verdicts(await readExport(folder, { now: () => readAt }));
    expect(before['notebook-private-route closed']).toMatchObject({ status: 'pass' });
    expect(after['notebook-private-route closed']).not.toMatchObject({ status: 'pass' });
    expect(before['endpoint-required vpc-0a1']).toMatchObject({ status: 'pass' });
    expect(after['endpoint-required vpc-0a1']).not.toMatchObject({ status: 'pass' });
  });
});

describe('live', () => {
  it('records of kinds that are not known yet refuse no slice', async () => {
    const { snapshot } = await gather(
      {
        'ec2:DescribeVpcEndpoints': () => ({
          VpcEndpoints: [
            { ...endpoint, VpcEndpointType: 'Interface' as const, State: 'Available' as const },
            {},
            { VpcEndpointId: 'vpce-0new', VpcEndpointType: 'Quantum' as 'Interface' },
          ],
        }),
        'ec2:DescribeRouteTables': () => ({
          RouteTables: [
            { RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes: [{ DestinationPrefixListId: 'pl-1' }, {}] },
          ],
        }),
        'ec2:DescribeSecurityGroups': () => ({ SecurityGroups: [{}] }),
        'ec2:DescribeNatGateways': () => ({ NatGateways: [{}, { NatGatewayId: 'nat-1' }] }),
        'ec2:GetManagedPrefixListEntries': () => ({}),
        'ec2:DescribeVpcBlockPublicAccessOptions': () => ({
          VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off' as const },
        }),
        'ec2:DescribeVpcEncryptionControls': () => ({ VpcEncryptionControls: [{}] }),
      },
      {
        endpoints: 'all',
        routeTables: 'all',
        securityGroups: 'all',
        natGateways: 'all',
        prefixLists: 'all',
        blockPublicAccess: 'all',
        encryptionControls: 'all',
      },
    );
    const read = ['endpoints', 'routeTables', 'securityGroups', 'natGateways', 'prefixLists'] as const;
    const more = ['blockPublicAccess', 'encryptionControls'] as const;
    expect([...read, ...more].filter((name) => snapshot.read(name).status === 'unreadable')).toEqual([]);
  });
});

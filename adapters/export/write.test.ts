import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SliceName, sliceNames, type Slices } from '../../core/slices';
import { type Reading, snapshot } from '../../core/model/snapshot';
import { readExport, writeExport } from './index';

const at = '2026-11-22T05:00:00.000Z';
const place = { account: '111122223333', region: 'us-east-1' };
const now = () => '2026-12-31T00:00:00.000Z';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palisade-write-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const word = fc.string({ minLength: 1, maxLength: 8 });
const id = (prefix: string) => fc.stringMatching(/^[0-9a-f]{4}$/).map((text) => `${prefix}-${text}`);
const optional = <T>(key: string, value: fc.Arbitrary<T>) =>
  fc.record({ [key]: value }, { requiredKeys: [] });
const listing = <T>(item: fc.Arbitrary<T>) =>
  fc.record({
    items: fc.array(item, { maxLength: 3 }),
    unreadable: fc.array(fc.record({ id: word, because: word }), { maxLength: 2 }),
  });
const document = fc.oneof(
  fc.constant({ Version: '2012-10-17', Statement: [] }),
  fc.constant('%7B%22Statement%22%3A%5B%5D%7D'),
);
const inline = fc.array(fc.record({ PolicyName: word, PolicyDocument: document }), { maxLength: 2 });

/** A VPC that could not be read. */
const unread = fc.record({ unreadable: word });

/** Any value of each slice. */
const values: { readonly [S in SliceName]: fc.Arbitrary<Slices[S]> } = {
  notebooks: listing(
    fc
      .tuple(
        fc.record({ NotebookInstanceArn: word, NotebookInstanceName: word, NotebookInstanceStatus: word }),
        optional('DirectInternetAccess', word),
        optional('SecurityGroups', fc.array(id('sg'))),
      )
      .map((parts) => Object.assign({}, ...parts) as Slices['notebooks']['items'][number]),
  ),
  domains: listing(fc.record({ DomainArn: word, DomainId: id('d'), AppNetworkAccessType: word })),
  // An app that was not deleted says that there is such a domain, which need not be among the domains.
  apps: fc.array(
    fc.record({ DomainId: id('d'), AppType: word, AppName: word, Status: fc.constant('Deleted') }),
    {
      maxLength: 3,
    },
  ),
  endpoints: fc.array(
    fc.record({
      VpcEndpointId: id('vpce'),
      VpcEndpointType: fc.constantFrom('Interface', 'Gateway'),
      VpcId: id('vpc'),
      ServiceName: word,
      State: word,
      PrivateDnsEnabled: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  endpointServices: fc.array(fc.record({ ServiceName: word, PrivateDnsName: word }), { maxLength: 3 }),
  vpcAttributes: fc.dictionary(
    id('vpc'),
    fc.oneof(fc.record({ enableDnsSupport: fc.boolean(), enableDnsHostnames: fc.boolean() }), unread),
    { maxKeys: 3 },
  ),
  hostedZones: fc.dictionary(id('vpc'), fc.oneof(fc.array(fc.domain(), { maxLength: 2 }), unread), {
    maxKeys: 3,
  }),
  zoneRecords: fc.dictionary(
    id('vpc'),
    fc.oneof(
      fc.array(
        fc.record({
          Name: fc.domain(),
          ResourceRecordSets: fc.array(
            fc.record({ Name: word, Type: word, ResourceRecords: fc.array(fc.record({ Value: word })) }),
            { maxLength: 2 },
          ),
        }),
        { maxLength: 2 },
      ),
      unread,
    ),
    { maxKeys: 3 },
  ),
  resolverRules: fc.dictionary(
    id('vpc'),
    fc.oneof(fc.array(fc.record({ DomainName: fc.domain(), RuleType: word }), { maxLength: 2 }), unread),
    { maxKeys: 3 },
  ),
  route53Profiles: fc.dictionary(
    id('vpc'),
    fc.oneof(
      fc.array(
        fc.record({
          ProfileId: id('rp'),
          Resources: fc.array(fc.record({ ResourceArn: word, ResourceType: word }), { maxLength: 2 }),
        }),
        { maxLength: 1 },
      ),
      unread,
    ),
    { maxKeys: 3 },
  ),
  blockPublicAccess: fc.record({
    VpcBlockPublicAccessOptions: fc.record({ InternetGatewayBlockMode: word, State: word }),
    VpcBlockPublicAccessExclusions: fc.array(fc.record({ ExclusionId: id('vpcbpa-exclude'), State: word }), {
      maxLength: 2,
    }),
  }),
  encryptionControls: fc.array(
    fc.record({
      VpcId: id('vpc'),
      Mode: word,
      State: word,
      ResourceExclusions: fc.record({ NatGateway: fc.record({ State: word }) }),
    }),
    { maxLength: 2 },
  ),
  dhcpOptions: fc.array(
    fc.record({
      DhcpOptionsId: id('dopt'),
      DhcpConfigurations: fc.array(
        fc.record({ Key: word, Values: fc.array(fc.record({ Value: word }), { maxLength: 2 }) }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 3 },
  ),
  vpcs: fc.array(fc.record({ VpcId: id('vpc'), CidrBlock: word }), { maxLength: 3 }),
  routeTables: fc.array(
    fc.record({
      RouteTableId: id('rtb'),
      VpcId: id('vpc'),
      Associations: fc.array(fc.record({ Main: fc.boolean(), SubnetId: id('subnet') }), { maxLength: 2 }),
      Routes: fc.array(fc.record({ DestinationCidrBlock: word, NatGatewayId: id('nat'), State: word }), {
        maxLength: 2,
      }),
    }),
    { maxLength: 3 },
  ),
  securityGroups: fc.array(
    fc.record({
      GroupId: id('sg'),
      VpcId: id('vpc'),
      IpPermissions: fc.array(
        fc.record({
          IpProtocol: word,
          FromPort: fc.nat(),
          IpRanges: fc.array(fc.record({ CidrIp: word, Description: word }), { maxLength: 2 }),
          UserIdGroupPairs: fc.array(fc.record({ GroupId: id('sg'), UserId: word }), { maxLength: 2 }),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 3 },
  ),
  natGateways: fc.array(fc.record({ NatGatewayId: id('nat'), SubnetId: id('subnet'), State: word }), {
    maxLength: 3,
  }),
  networkInterfaces: fc.array(
    fc.record({
      NetworkInterfaceId: id('eni'),
      VpcId: id('vpc'),
      Description: word,
      Groups: fc.array(fc.record({ GroupId: id('sg') }), { maxLength: 2 }),
    }),
    { maxLength: 3 },
  ),
  prefixLists: fc.array(fc.record({ PrefixListId: id('pl'), Cidrs: fc.array(word, { maxLength: 2 }) }), {
    maxLength: 3,
  }),
  subnets: fc.array(fc.record({ SubnetId: id('subnet'), VpcId: id('vpc'), AvailabilityZone: word }), {
    maxLength: 3,
  }),
  principals: fc.record({
    UserDetailList: fc.array(fc.record({ UserName: word, Arn: word, UserPolicyList: inline }), {
      maxLength: 2,
    }),
    GroupDetailList: fc.array(fc.record({ GroupName: word, Arn: word, GroupPolicyList: inline }), {
      maxLength: 2,
    }),
    RoleDetailList: fc.array(
      fc.record({ RoleName: word, Arn: word, AssumeRolePolicyDocument: document, RolePolicyList: inline }),
      { maxLength: 2 },
    ),
    Policies: fc.array(
      fc.record({
        PolicyName: word,
        Arn: word,
        PolicyVersionList: fc.array(
          fc.record({ VersionId: word, IsDefaultVersion: fc.boolean(), Document: document }),
          { maxLength: 2 },
        ),
      }),
      { maxLength: 2 },
    ),
    Quotas: fc.constant({ AttachedPoliciesPerRoleQuota: 20 }),
  }),
  organizationPolicies: fc.record({
    scps: fc.array(fc.array(document, { maxLength: 2 }), { maxLength: 2 }),
    rcps: fc.array(fc.array(document, { maxLength: 2 }), { maxLength: 2 }),
  }),
};

const reading = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Reading<T>> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: value.map((read) => ({
        status: 'read' as const,
        at,
        value: read,
        fromExport: true as const,
      })),
    },
    { weight: 1, arbitrary: word.map((because) => ({ status: 'unreadable' as const, at, because })) },
  );

type Readings = { readonly [S in SliceName]: Reading<Slices[S]> };
const readings = fc.record(
  // Each reading has the type of its slice, which Object.fromEntries loses.
  Object.fromEntries(sliceNames.map((name) => [name, reading<unknown>(values[name])])) as {
    readonly [S in SliceName]: fc.Arbitrary<Readings[S]>;
  },
);

describe('writeExport', () => {
  it('writes what readExport reads back to the same slices, whatever was in the folder before', async () => {
    await fc.assert(
      fc.asyncProperty(readings, async (all) => {
        // A file that a person wrote stays; see the next test.
        fc.pre(all.organizationPolicies.status === 'read');
        const anyRead = Object.values(all).some(({ status }) => status === 'read');
        fc.pre(anyRead);
        await writeExport(folder, snapshot(place, all, at));
        const back = await readExport(folder, { now });
        expect(back.place).toEqual(place);
        for (const slice of sliceNames) expect(back.read(slice)).toEqual(all[slice]);
      }),
      { numRuns: 60 },
    );
    // Each run writes sixteen files, on a disk that others use too.
  }, 30_000);

  it("removes an earlier export's file of a slice that is now unreadable, but not a person's file", async () => {
    const policies = join(folder, 'organization-policies.json');
    await writeFile(policies, '{"scps":[[]]}');
    await writeFile(join(folder, 'domains.json'), '[]');
    const files = await writeExport(
      folder,
      snapshot(place, { subnets: { status: 'read', at, value: [] } }, at),
    );
    expect(files).toEqual(['subnets.json', 'unreadable.json', 'account.json']);
    expect(existsSync(join(folder, 'domains.json'))).toBe(false);
    expect(await readFile(policies, 'utf8')).toBe('{"scps":[[]]}');
    const back = await readExport(folder, { now });
    expect(back.read('organizationPolicies').status).toBe('read');
    expect(back.read('domains')).toMatchObject({ because: 'the slice domains was not gathered' });
  });

  it('creates the folder, and names it if that fails', async () => {
    const deep = join(folder, 'a', 'b');
    await writeExport(deep, snapshot(place, { subnets: { status: 'read', at, value: [] } }, at));
    expect(existsSync(join(deep, 'subnets.json'))).toBe(true);
    const blocked = join(deep, 'subnets.json', 'x');
    await expect(writeExport(blocked, snapshot(place, {}, at))).rejects.toMatchObject({
      name: 'BadInputError',
      source: blocked,
    });
  });
});

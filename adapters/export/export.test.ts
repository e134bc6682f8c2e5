import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  DescribeSubnetsCommandOutput,
  DescribeVpcEndpointServicesCommandOutput,
  DescribeVpcEndpointsCommandOutput,
} from '@aws-sdk/client-ec2';
import type { GetAccountAuthorizationDetailsCommandOutput } from '@aws-sdk/client-iam';
import type {
  DescribeDomainCommandOutput,
  DescribeNotebookInstanceCommandOutput,
} from '@aws-sdk/client-sagemaker';
import type { SliceName } from '../../core/slices';
import type { Snapshot } from '../../core/snapshot';
import { exportFiles } from './files';
import { readExport } from './index';

type Reply<Output> = Omit<Output, '$metadata'>;

const notebook: Reply<DescribeNotebookInstanceCommandOutput> = {
  NotebookInstanceArn: 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn',
  NotebookInstanceName: 'churn',
  NotebookInstanceStatus: 'InService',
  SubnetId: 'subnet-1',
  SecurityGroups: ['sg-1'],
  DirectInternetAccess: 'Disabled',
};
const domain: Reply<DescribeDomainCommandOutput> = {
  DomainArn: 'arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1',
  DomainId: 'd-1',
  AppNetworkAccessType: 'VpcOnly',
};
const endpoints: Reply<DescribeVpcEndpointsCommandOutput> = {
  VpcEndpoints: [
    {
      VpcEndpointId: 'vpce-1',
      VpcEndpointType: 'Interface',
      VpcId: 'vpc-1',
      ServiceName: 'com.amazonaws.eu-west-1.sagemaker.api',
      State: 'Available',
      OwnerId: '111122223333',
      PrivateDnsEnabled: false,
    },
  ],
};
const services: Reply<DescribeVpcEndpointServicesCommandOutput> = {
  ServiceNames: ['com.amazonaws.eu-west-1.sagemaker.api'],
  ServiceDetails: [
    {
      ServiceName: 'com.amazonaws.eu-west-1.sagemaker.api',
      ServiceType: [{ ServiceType: 'Interface' }],
      PrivateDnsName: 'api.sagemaker.eu-west-1.amazonaws.com',
    },
  ],
};
const subnets: Reply<DescribeSubnetsCommandOutput> = {
  Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: 'eu-west-1a' }],
};
const document = { Version: '2012-10-17', Statement: [] };
const encoded = encodeURIComponent(JSON.stringify(document));
const details: Reply<GetAccountAuthorizationDetailsCommandOutput> = {
  UserDetailList: [
    {
      UserName: 'ana',
      Arn: 'arn:aws:iam::111122223333:user/ana',
      UserPolicyList: [{ PolicyName: 'p', PolicyDocument: encoded }],
    },
  ],
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
};

const now = () => '2026-11-22T05:00:00.000Z';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palisade-export-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Writes files: text as it is, all else as JSON. */
async function put(files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}

const account = { account: '111122223333', region: 'eu-west-1' };

function status(snapshot: Snapshot): Record<string, string> {
  // Object.keys forgets the type of the keys.
  return Object.fromEntries(
    (Object.keys(exportFiles) as SliceName[]).map((s) => [s, snapshot.read(s).status]),
  );
}

describe('a folder', () => {
  it('reads every file of the contract, raw as the AWS CLI gives it', async () => {
    await put({
      'account.json': account,
      'notebook-instances.json': [notebook],
      'domains.json': [domain],
      'vpc-endpoints.json': endpoints,
      'vpc-endpoint-services.json': services,
      'vpc-attributes.json': { 'vpc-1': { enableDnsSupport: true, enableDnsHostnames: false } },
      'hosted-zones.json': { 'vpc-1': ['corp.example.', 'api.sagemaker.eu-west-1.amazonaws.com'] },
      'subnets.json': subnets,
      'authorization-details.json': details,
      'organization-policies.json': { scps: [[document], []] },
      'route-tables.json': { RouteTables: [] },
    });
    const snapshot = await readExport(folder, { now });
    expect(snapshot.place).toEqual(account);
    expect(snapshot.read('notebooks')).toEqual({
      status: 'read',
      at: now(),
      value: { items: [notebook], unreadable: [] },
    });
    expect(snapshot.read('domains')).toMatchObject({ value: { items: [domain], unreadable: [] } });
    expect(snapshot.read('endpoints')).toMatchObject({ value: endpoints.VpcEndpoints });
    expect(snapshot.read('endpointServices')).toMatchObject({
      value: [{ PrivateDnsName: 'api.sagemaker.eu-west-1.amazonaws.com' }],
    });
    expect(snapshot.read('vpcAttributes')).toMatchObject({
      value: { 'vpc-1': { enableDnsSupport: true, enableDnsHostnames: false } },
    });
    expect(snapshot.read('hostedZones')).toMatchObject({
      value: { 'vpc-1': ['corp.example', 'api.sagemaker.eu-west-1.amazonaws.com'] },
    });
    expect(snapshot.read('subnets')).toMatchObject({ value: subnets.Subnets });
    expect(snapshot.read('principals')).toMatchObject({ value: details });
    expect(snapshot.read('organizationPolicies')).toMatchObject({
      value: { scps: [[document], []], rcps: [] },
    });
  });

  it('takes the lists of EC2 bare too', async () => {
    await put({
      'account.json': account,
      'vpc-endpoints.json': endpoints.VpcEndpoints,
      'vpc-endpoint-services.json': services.ServiceDetails,
      'subnets.json': subnets.Subnets,
    });
    const snapshot = await readExport(folder, { now });
    expect(snapshot.read('endpoints')).toMatchObject({ value: endpoints.VpcEndpoints });
    expect(snapshot.read('endpointServices')).toMatchObject({
      value: [{ ServiceName: services.ServiceNames?.[0] }],
    });
    expect(snapshot.read('subnets')).toMatchObject({ value: subnets.Subnets });
  });

  it('makes the slice of a missing file unreadable, naming the file', async () => {
    await put({ 'account.json': account, 'domains.json': [] });
    const snapshot = await readExport(folder, { now });
    for (const [slice, { name }] of Object.entries(exportFiles))
      if (slice !== 'domains')
        expect(snapshot.read(slice as SliceName)).toEqual({
          status: 'unreadable',
          at: now(),
          because: `${name} is not in the export`,
        });
    expect(snapshot.read('domains')).toMatchObject({ value: { items: [], unreadable: [] } });
  });

  it('knows from unreadable.json what the collection could not see', async () => {
    await put({
      'account.json': { ...account, collectedAt: '2026-01-01T00:00:00.000Z' },
      'notebook-instances.json': [notebook],
      'unreadable.json': {
        slices: { domains: 'sagemaker:ListDomains was denied' },
        resources: { notebooks: [{ id: 'secret', because: 'denied' }] },
      },
    });
    const snapshot = await readExport(folder, { now });
    expect(snapshot.read('domains')).toEqual({
      status: 'unreadable',
      at: '2026-01-01T00:00:00.000Z',
      because: 'sagemaker:ListDomains was denied',
    });
    expect(snapshot.read('notebooks')).toMatchObject({
      value: { items: [notebook], unreadable: [{ id: 'secret', because: 'denied' }] },
    });
  });

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${JSON.stringify([domain])}`, 'utf8')],
    ['UTF-16, as PowerShell redirects', Buffer.from(`\uFEFF${JSON.stringify([domain])}`, 'utf16le')],
  ])('reads %s', async (_, bytes) => {
    await writeFile(join(folder, 'domains.json'), bytes);
    expect((await readExport(folder, { now })).read('domains')).toMatchObject({ value: { items: [domain] } });
  });
});

describe('one file, recognised by its content', () => {
  const single: readonly (readonly [SliceName, unknown])[] = [
    ['notebooks', [notebook]],
    ['domains', [domain]],
    ['endpoints', endpoints],
    ['endpoints', endpoints.VpcEndpoints],
    ['endpointServices', services],
    ['endpointServices', services.ServiceDetails],
    ['subnets', subnets],
    ['subnets', subnets.Subnets],
    ['vpcAttributes', { 'vpc-1': { enableDnsSupport: true, enableDnsHostnames: true } }],
    ['hostedZones', { 'vpc-1': [] }],
    ['principals', details],
    ['organizationPolicies', { scps: [[]], rcps: [[]] }],
  ];
  it.each(single)('%s', async (slice, content) => {
    await put({ 'any-name.json': content });
    const snapshot = await readExport(join(folder, 'any-name.json'), { now, place: account });
    const read = Object.entries(status(snapshot)).filter(([, value]) => value === 'read');
    expect(read).toEqual([[slice, 'read']]);
  });

  it.each([
    [[]],
    [{}],
    [null],
    ['"text"'],
    [{ NotebookInstances: [] }],
    [{ schema: 'palisade/scan/1' }],
    [account],
  ])('refuses %j', async (content) => {
    await put({ 'any-name.json': content });
    await expect(readExport(join(folder, 'any-name.json'), { now })).rejects.toThrow(
      /any-name\.json: is not recognised as part of an export\. It has to hold an array of describe-notebook-instance outputs; or /,
    );
  });
});

describe('the place', () => {
  it.each([
    ['the ARN of a notebook', { 'notebook-instances.json': [notebook] }],
    ['the ARN of a domain', { 'domains.json': [domain] }],
    ['an endpoint', { 'vpc-endpoints.json': endpoints }],
    ['a user and a subnet', { 'authorization-details.json': details, 'subnets.json': subnets }],
  ])('is taken from %s, and said so', async (_, files) => {
    await put(files);
    const notes: string[] = [];
    const snapshot = await readExport(folder, { now, tell: (note) => notes.push(note) });
    expect(snapshot.place).toEqual(account);
    expect(notes).toEqual([
      `${folder}: no account.json says so, taken from the data: account 111122223333, Region eu-west-1`,
    ]);
  });

  it('is silently what account.json says, before what the caller says, before the data', async () => {
    await put({ 'notebook-instances.json': [notebook], 'account.json': { region: 'us-west-2' } });
    const notes: string[] = [];
    const place = { account: '999999999999', region: 'us-east-1' };
    const snapshot = await readExport(folder, { now, place, tell: (note) => notes.push(note) });
    expect(snapshot.place).toEqual({ account: '999999999999', region: 'us-west-2' });
    expect(notes).toEqual([]);
  });

  it.each([
    ['arn:aws:iam::111122223333:user/ana', 'us-east-1'],
    ['arn:aws-cn:iam::111122223333:user/ana', 'cn-north-1'],
    ['arn:aws-us-gov:iam::111122223333:user/ana', 'us-gov-west-1'],
  ])('of data of IAM alone, with %s, is the main Region %s', async (Arn, region) => {
    await put({ 'authorization-details.json': { ...details, UserDetailList: [{ UserName: 'ana', Arn }] } });
    expect((await readExport(folder, { now })).place.region).toBe(region);
  });

  it.each([
    ['nothing shows it', { 'domains.json': [] }, 'nothing in it shows the account'],
    [
      'only the account shows',
      { 'authorization-details.json': details, 'domains.json': [] },
      'nothing in it shows the region',
    ],
    [
      'several accounts show',
      {
        'notebook-instances.json': [
          notebook,
          {
            ...notebook,
            NotebookInstanceArn: 'arn:aws:sagemaker:eu-west-1:444455556666:notebook-instance/x',
          },
        ],
      },
      'it shows several (111122223333, 444455556666) for the account',
    ],
  ])('is asked for where %s', async (_, files, words) => {
    await put(files);
    await expect(readExport(folder, { now })).rejects.toThrow(
      `${folder}: ${words}; add account.json with { "account": "111122223333", "region": "us-east-1" }`,
    );
  });
});

describe('what cannot be used', () => {
  it.each([
    [
      { 'notebook-instances.json': [notebook, { ...notebook, DirectInternetAccess: true }] },
      /^FOLDER\/notebook-instances\.json, \[1\]\.DirectInternetAccess: .*expected string, received boolean/,
    ],
    [
      { 'vpc-endpoints.json': { VpcEndpoints: [{ VpcEndpointId: 'vpce-1' }] } },
      /^FOLDER\/vpc-endpoints\.json, VpcEndpoints\[0\]\.VpcId: .*\(and 2 more\)$/,
    ],
    [
      { 'vpc-attributes.json': { 'vpc-1': { enableDnsSupport: 'true' } } },
      /^FOLDER\/vpc-attributes\.json, vpc-1\.enableDnsSupport: /,
    ],
    [
      { 'authorization-details.json': { UserDetailList: [] } },
      /^FOLDER\/authorization-details\.json, GroupDetailList: .*expected array, received undefined/,
    ],
    [
      { 'notebook-instances.json': { NotebookInstances: [] } },
      /^FOLDER\/notebook-instances\.json: must be an array of describe-notebook-instance outputs; it holds an object with NotebookInstances$/,
    ],
    [
      { 'hosted-zones.json': [] },
      /^FOLDER\/hosted-zones\.json: must be an object: VPC id → list of private zone names; it holds an array$/,
    ],
    [
      { 'subnets.json': '"x"' },
      /^FOLDER\/subnets\.json: must be the output of describe-subnets; it holds a string$/,
    ],
    [{ 'subnets.json': 'null' }, /^FOLDER\/subnets\.json: must be .*; it holds null$/],
    [
      { 'vpc-endpoints.json': { ...endpoints, NextToken: 'x' } },
      /^FOLDER\/vpc-endpoints\.json: is one page of several: export all pages and put them together$/,
    ],
    [
      { 'authorization-details.json': { ...details, IsTruncated: true, Marker: 'x' } },
      /^FOLDER\/authorization-details\.json: is one page of several/,
    ],
    [
      { 'domains.json': '[{"DomainId": d-1}]' },
      /^FOLDER\/domains\.json, line 1, column 15: is not valid JSON here$/,
    ],
    [
      { 'domains.json': '[\n  {"DomainId": "d-1",\n' },
      /^FOLDER\/domains\.json, line 3, column 1: the JSON ends too early; the file was probably cut off$/,
    ],
    [{ 'domains.json': ' \n' }, /^FOLDER\/domains\.json: is empty$/],
    [{ 'account.json': { account: 111122223333 }, 'domains.json': [] }, /^FOLDER\/account\.json, account: /],
    [
      { 'account.json': { account: '1234' }, 'domains.json': [] },
      /^FOLDER\/account\.json, account: is not an account number of 12 digits$/,
    ],
    [
      { 'unreadable.json': { slices: { notebook: 'x' } } },
      /^FOLDER\/unreadable\.json, slices(\.notebook)?: /,
    ],
    [{}, /^FOLDER: holds none of the files of an export: notebook-instances\.json, /],
  ])('%j', async (files, message) => {
    await put(files);
    const error: unknown = await readExport(folder, { now }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'BadInputError' });
    expect(String(error instanceof Error ? error.message : error).replaceAll(folder, 'FOLDER')).toMatch(
      message,
    );
  });

  it.each([
    ['a path that does not exist', 'nothing-here', /nothing-here: there is no such file or folder$/],
    ['a path through a file', 'domains.json/x', /domains\.json\/x: cannot be read: ENOTDIR/],
  ])('%s', async (_, path, message) => {
    await put({ 'domains.json': [] });
    await expect(readExport(join(folder, path), { now })).rejects.toThrow(message);
  });

  it('a folder in the place of a file', async () => {
    await put({ 'account.json': account });
    await mkdir(join(folder, 'domains.json'));
    await expect(readExport(folder, { now })).rejects.toThrow(/domains\.json: cannot be read: EISDIR/);
  });
});

const real = join(__dirname, '../../../shared/data/authorization-details/cloudsplaining-example.json');
(existsSync(real) ? it : it.skip)('reads a real export, whose documents are objects', async () => {
  const notes: string[] = [];
  const snapshot = await readExport(real, { now, tell: (note) => notes.push(note) });
  expect(snapshot.place).toEqual({ account: '012345678901', region: 'us-east-1' });
  const reading = snapshot.read('principals');
  if (reading.status === 'unreadable') throw new Error(reading.because);
  const { UserDetailList, GroupDetailList, RoleDetailList, Policies } = reading.value;
  expect([UserDetailList, GroupDetailList, RoleDetailList, Policies].map((list) => list.length)).toEqual([
    3, 2, 3, 32,
  ]);
  expect(RoleDetailList[0]?.AssumeRolePolicyDocument).toMatchObject({ Version: '2012-10-17' });
  expect(notes).toHaveLength(1);
});

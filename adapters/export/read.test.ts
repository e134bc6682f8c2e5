import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { nonEmpty } from '../../test/non-empty';
import { type SliceName, sliceNames, slices } from '../../core/slices';
import type { Snapshot } from '../../core/model/snapshot';
import {
  rawAccount,
  details,
  rawDocument,
  rawDomain,
  rawEndpoints,
  folderOf,
  rawNatGateways,
  rawNetworkInterfaces,
  rawNotebook,
  now,
  rawPrefixLists,
  removeFolders,
  rawRouteTables,
  rawSecurityGroups,
  services,
  rawSubnets,
  rawVpcs,
} from './fixtures/raw';
import { readExport } from './index';

afterEach(removeFolders);

function status(snapshot: Snapshot): Record<string, string> {
  return Object.fromEntries(sliceNames.map((s) => [s, snapshot.read(s).status]));
}

describe('a folder', () => {
  it('reads every file of the contract, raw as the AWS CLI gives it', async () => {
    const folder = await folderOf({
      'account.json': rawAccount,
      'notebook-instances.json': [rawNotebook],
      'domains.json': [rawDomain],
      'vpc-endpoints.json': rawEndpoints,
      'vpc-endpoint-services.json': services,
      'vpc-attributes.json': { 'vpc-1': { enableDnsSupport: true, enableDnsHostnames: false } },
      'hosted-zones.json': { 'vpc-1': ['corp.example.', 'api.sagemaker.eu-west-1.amazonaws.com'] },
      'subnets.json': rawSubnets,
      'authorization-details.json': details,
      'organization-policies.json': { scps: [[rawDocument], []] },
      'vpcs.json': rawVpcs,
      'route-tables.json': rawRouteTables,
      'security-groups.json': rawSecurityGroups,
      'nat-gateways.json': rawNatGateways,
      'network-interfaces.json': rawNetworkInterfaces,
      'prefix-lists.json': rawPrefixLists,
    });
    const snapshot = await readExport(folder, { now });
    expect(snapshot.place).toEqual({ ...rawAccount, partition: 'aws' });
    expect(snapshot.read('notebooks')).toEqual({
      status: 'read',
      fromExport: true,
      at: now(),
      value: { items: [rawNotebook], unreadable: [] },
    });
    expect(snapshot.read('domains')).toMatchObject({ value: { items: [rawDomain], unreadable: [] } });
    expect(snapshot.read('endpoints')).toMatchObject({ value: rawEndpoints.VpcEndpoints });
    expect(snapshot.read('endpointServices')).toMatchObject({
      value: [{ PrivateDnsName: 'api.sagemaker.eu-west-1.amazonaws.com' }],
    });
    expect(snapshot.read('vpcAttributes')).toMatchObject({
      value: { 'vpc-1': { enableDnsSupport: true, enableDnsHostnames: false } },
    });
    expect(snapshot.read('hostedZones')).toMatchObject({
      value: { 'vpc-1': ['corp.example', 'api.sagemaker.eu-west-1.amazonaws.com'] },
    });
    expect(snapshot.read('subnets')).toMatchObject({ value: rawSubnets.Subnets });
    const { Vpcs: [{ DhcpOptionsId: _, ...vpc } = {}] = [] } = rawVpcs;
    expect(snapshot.read('vpcs')).toMatchObject({ value: [vpc] });
    expect(snapshot.read('routeTables')).toMatchObject({
      value: [{ RouteTableId: 'rtb-1', Routes: rawRouteTables.RouteTables?.[0]?.Routes }],
    });
    expect(snapshot.read('securityGroups')).toMatchObject({ value: rawSecurityGroups.SecurityGroups });
    expect(snapshot.read('natGateways')).toMatchObject({ value: rawNatGateways.NatGateways });
    expect(snapshot.read('networkInterfaces')).toMatchObject({
      value: rawNetworkInterfaces.NetworkInterfaces,
    });
    expect(snapshot.read('prefixLists')).toMatchObject({ value: rawPrefixLists.PrefixLists });
    expect(snapshot.read('principals')).toMatchObject({ value: details });
    expect(snapshot.read('organizationPolicies')).toMatchObject({
      value: { scps: [[rawDocument], []], rcps: [] },
    });
  });

  it("accepts EC2's lists without their envelope too", async () => {
    const folder = await folderOf({
      'account.json': rawAccount,
      'vpc-endpoints.json': rawEndpoints.VpcEndpoints,
      'vpc-endpoint-services.json': services.ServiceDetails,
      'subnets.json': rawSubnets.Subnets,
    });
    const snapshot = await readExport(folder, { now });
    expect(snapshot.read('endpoints')).toMatchObject({ value: rawEndpoints.VpcEndpoints });
    expect(snapshot.read('endpointServices')).toMatchObject({
      value: [{ ServiceName: services.ServiceNames?.[0] }],
    });
    expect(snapshot.read('subnets')).toMatchObject({ value: rawSubnets.Subnets });
  });

  it('makes the slice of a missing file unreadable, naming the file', async () => {
    const folder = await folderOf({ 'account.json': rawAccount, 'domains.json': [] });
    const snapshot = await readExport(folder, { now });
    for (const slice of nonEmpty(sliceNames.filter((name) => name !== 'domains')))
      expect(snapshot.read(slice)).toEqual({
        status: 'unreadable',
        at: now(),
        because: `${slices[slice].file} is not in the export`,
        notInExport: true,
      });
    expect(snapshot.read('domains')).toMatchObject({ value: { items: [], unreadable: [] } });
  });

  it('takes from unreadable.json what the collection could not read', async () => {
    const folder = await folderOf({
      'account.json': { ...rawAccount, collectedAt: '2026-01-01T00:00:00.000Z' },
      'notebook-instances.json': [rawNotebook],
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
      value: { items: [rawNotebook], unreadable: [{ id: 'secret', because: 'denied' }] },
    });
  });

  it('misses a domain that an app names', async () => {
    const apps = {
      Apps: [{ DomainId: 'd-gone', AppName: 'default', AppType: 'JupyterLab', Status: 'InService' }],
    };
    const folder = await folderOf({
      'account.json': rawAccount,
      'domains.json': [rawDomain],
      'apps.json': apps,
    });
    expect((await readExport(folder, { now })).read('domains')).toMatchObject({
      value: { items: [rawDomain], unreadable: [{ id: 'd-gone' }] },
    });
  });

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${JSON.stringify([rawDomain])}`, 'utf8')],
    ['UTF-16, as PowerShell redirects', Buffer.from(`\uFEFF${JSON.stringify([rawDomain])}`, 'utf16le')],
  ])('reads %s', async (_, bytes) => {
    const folder = await folderOf({ 'domains.json': bytes });
    expect((await readExport(folder, { now })).read('domains')).toMatchObject({
      value: { items: [rawDomain] },
    });
  });
});

describe('one file, recognised by its content', () => {
  const single: readonly (readonly [SliceName, unknown])[] = [
    ['notebooks', [rawNotebook]],
    ['domains', [rawDomain]],
    ['apps', { Apps: [{ DomainId: 'd-1', AppType: 'JupyterLab', AppName: 'default' }] }],
    ['apps', [{ DomainId: 'd-1', AppType: 'JupyterLab', AppName: 'default' }]],
    ['endpoints', rawEndpoints],
    ['endpoints', rawEndpoints.VpcEndpoints],
    ['endpointServices', services],
    ['endpointServices', services.ServiceDetails],
    ['vpcs', rawVpcs],
    ['vpcs', rawVpcs.Vpcs],
    ['subnets', rawSubnets],
    ['subnets', rawSubnets.Subnets],
    ['routeTables', rawRouteTables],
    ['routeTables', rawRouteTables.RouteTables],
    ['securityGroups', rawSecurityGroups],
    ['securityGroups', rawSecurityGroups.SecurityGroups],
    ['natGateways', rawNatGateways],
    ['natGateways', rawNatGateways.NatGateways],
    ['networkInterfaces', rawNetworkInterfaces],
    ['networkInterfaces', rawNetworkInterfaces.NetworkInterfaces],
    ['prefixLists', rawPrefixLists],
    ['prefixLists', rawPrefixLists.PrefixLists],
    ['vpcAttributes', { 'vpc-1': { enableDnsSupport: true, enableDnsHostnames: true } }],
    ['hostedZones', { 'vpc-1': [] }],
    ['principals', details],
    ['organizationPolicies', { scps: [[]], rcps: [[]] }],
  ];
  it.each(single)('%s', async (slice, content) => {
    const folder = await folderOf({ 'any-name.json': content });
    const snapshot = await readExport(join(folder, 'any-name.json'), { now, place: rawAccount });
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
    [rawAccount],
  ])('refuses %j', async (content) => {
    const folder = await folderOf({ 'any-name.json': content });
    await expect(readExport(join(folder, 'any-name.json'), { now })).rejects.toThrow(
      /any-name\.json: is not recognised as part of an export\. It has to hold an array of describe-notebook-instance outputs; or /,
    );
  });
});

const real = join(__dirname, '../../../shared/data/authorization-details/cloudsplaining-example.json');
if (!existsSync(real))
  process.stderr.write('SKIPPED: reading a real export, which is not part of the project\n');
(existsSync(real) ? it : it.skip)('reads a real export, whose documents are objects', async () => {
  const notes: string[] = [];
  const snapshot = await readExport(real, { now, tell: (note) => notes.push(note) });
  expect(snapshot.place).toEqual({ account: '012345678901', region: 'us-east-1', partition: 'aws' });
  const reading = snapshot.read('principals');
  if (reading.status === 'unreadable') throw new Error(reading.because);
  const { UserDetailList, GroupDetailList, RoleDetailList, Policies } = reading.value;
  expect([UserDetailList, GroupDetailList, RoleDetailList, Policies].map((list) => list.length)).toEqual([
    3, 2, 3, 32,
  ]);
  expect(RoleDetailList[0]?.AssumeRolePolicyDocument).toMatchObject({ Version: '2012-10-17' });
  expect(notes).toHaveLength(1);
});

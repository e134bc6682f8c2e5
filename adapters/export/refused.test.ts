import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { rawAccount, details, rawEndpoints, folderOf, rawNotebook, now, removeFolders } from './fixtures/raw';
import { readExport } from './index';

afterEach(removeFolders);

describe('what cannot be used', () => {
  it.each([
    [
      { 'notebook-instances.json': [rawNotebook, { ...rawNotebook, DirectInternetAccess: true }] },
      /^FOLDER\/notebook-instances\.json, \[1\]\.DirectInternetAccess: .*expected string, received boolean/,
    ],
    [
      {
        'vpc-endpoints.json': {
          VpcEndpoints: [{ VpcEndpointId: 'vpce-1', VpcId: 1, State: 2, SubnetIds: 3 }],
        },
      },
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
      { 'vpc-endpoints.json': { ...rawEndpoints, NextToken: 'x' } },
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
    const folder = await folderOf(files);
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
    const folder = await folderOf({ 'domains.json': [] });
    await expect(readExport(join(folder, path), { now })).rejects.toThrow(message);
  });

  it('a folder in place of a file', async () => {
    const folder = await folderOf({ 'account.json': rawAccount });
    await mkdir(join(folder, 'domains.json'));
    await expect(readExport(folder, { now })).rejects.toThrow(/domains\.json: cannot be read: EISDIR/);
  });
});

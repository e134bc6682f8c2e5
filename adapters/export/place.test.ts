import { afterEach, describe, expect, it } from '@jest/globals';
import {
  rawAccount,
  details,
  rawEndpoints,
  folderOf,
  rawNotebook,
  rawDomain,
  now,
  removeFolders,
  rawSubnets,
} from './fixtures/raw';
import { readExport } from './index';

afterEach(removeFolders);

describe('the place', () => {
  it.each([
    ['the ARN of a notebook', { 'notebook-instances.json': [rawNotebook] }],
    ['the ARN of a domain', { 'domains.json': [rawDomain] }],
    ['an endpoint', { 'vpc-endpoints.json': rawEndpoints }],
    ['a user and a subnet', { 'authorization-details.json': details, 'subnets.json': rawSubnets }],
  ])('is taken from %s, with a note', async (_, files) => {
    const folder = await folderOf(files);
    const notes: string[] = [];
    const snapshot = await readExport(folder, { now, tell: (note) => notes.push(note) });
    expect(snapshot.place).toEqual({ ...rawAccount, partition: 'aws' });
    expect(notes).toEqual([
      `${folder}: no account.json says so, taken from the data: account 111122223333, Region eu-west-1`,
    ]);
  });

  it('comes without a note from account.json, then from the caller, then from the data', async () => {
    const folder = await folderOf({
      'notebook-instances.json': [rawNotebook],
      'account.json': { region: 'us-west-2' },
    });
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
  ])('of an export with IAM data alone, with %s, is the main Region %s', async (Arn, region) => {
    const folder = await folderOf({
      'authorization-details.json': { ...details, UserDetailList: [{ UserName: 'ana', Arn }] },
    });
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
          rawNotebook,
          {
            ...rawNotebook,
            NotebookInstanceArn: 'arn:aws:sagemaker:eu-west-1:444455556666:notebook-instance/x',
          },
        ],
      },
      'it shows several (111122223333, 444455556666) for the account',
    ],
  ])('must be given if %s', async (_, files, words) => {
    const folder = await folderOf(files);
    await expect(readExport(folder, { now })).rejects.toThrow(
      `${folder}: ${words}; add account.json with { "account": "111122223333", "region": "us-east-1" }`,
    );
  });
});

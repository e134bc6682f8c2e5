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
import { unknownOf } from '../../core/model/resource';
import { readExport } from './index';

afterEach(removeFolders);

describe('the place', () => {
  it.each([
    ['the ARN of a notebook', { 'notebook-instances.json': [rawNotebook] }, { partition: 'aws' }],
    ['the ARN of a domain', { 'domains.json': [rawDomain] }, { partition: 'aws' }],
    ['an endpoint', { 'vpc-endpoints.json': rawEndpoints }, {}],
    [
      'a user and a subnet',
      { 'authorization-details.json': details, 'subnets.json': rawSubnets },
      { partition: 'aws' },
    ],
  ])('is taken from %s, with a note', async (_, files, partition) => {
    const folder = await folderOf(files);
    const notes: string[] = [];
    const snapshot = await readExport(folder, { now, tell: (note) => notes.push(note) });
    expect(snapshot.place).toEqual({ ...rawAccount, ...partition });
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
    ['arn:aws-eusc:iam::111122223333:user/ana', 'eusc-de-east-1'],
    ['arn:aws-iso-b:iam::111122223333:user/ana', 'us-isob-east-1'],
  ])('of an export with IAM data alone, with %s, is the main Region %s', async (Arn, region) => {
    const folder = await folderOf({
      'authorization-details.json': { ...details, UserDetailList: [{ UserName: 'ana', Arn }] },
    });
    expect((await readExport(folder, { now })).place.region).toBe(region);
  });

  it('has no partition if the ARNs of the account disagree', async () => {
    const ana = { UserName: 'ana', Arn: 'arn:aws-cn:iam::111122223333:user/ana' };
    const folder = await folderOf({
      'notebook-instances.json': [rawNotebook],
      'authorization-details.json': { ...details, UserDetailList: [ana] },
    });
    const { place } = await readExport(folder, { now });
    expect(place).toEqual({ ...rawAccount, partition: 'unknown' });
    expect(unknownOf(place)).toBe(
      'partition: the ARNs of the account name several, and an account is in one',
    );
  });

  it('may be a Region that nobody knows, but not a text of another form', async () => {
    const folderIn = (region: string) =>
      folderOf({ 'domains.json': [], 'account.json': { account: '111122223333', region } });
    const { place } = await readExport(await folderIn('zz-north-1'), { now });
    expect(place.region).toBe('zz-north-1');
    await expect(readExport(await folderIn('nowhere'), { now })).rejects.toThrow('is not a Region such as');
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

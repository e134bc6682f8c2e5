import { readFileSync } from 'node:fs';
import path from 'node:path';
import { IAMClient } from '@aws-sdk/client-iam';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from '@jest/globals';
import { awsPartitions, isRegionName, partitionWithRegion } from '../../core/model/partitions';
import { serviceName } from '../../core/model/sagemaker-services';
import { documentedName } from '../../core/network/private-name';
import { sdkPartitions, sdkRegions } from './sdk';

const asked = (Region: string) => ({ Region, UseDualStack: false, UseFIPS: false });
const signedFor = (region: string) => ({ authSchemes: [{ name: 'sigv4', signingRegion: region }] });

describe('the table of partitions', () => {
  it('has the partitions of the SDK, with their suffixes and forms of Regions', () => {
    const ours = awsPartitions.map(({ id, dnsSuffix, regions }) => [id, dnsSuffix, regions.source]);
    const theirs = sdkPartitions.map(({ id, outputs, regionRegex }) => [
      id,
      outputs.dnsSuffix,
      // `\-` means the same as `-`.
      regionRegex.replaceAll(String.raw`\-`, '-'),
    ]);
    expect(ours.toSorted()).toEqual(theirs.toSorted());
  });

  it('has no Region in two partitions', () => {
    expect(sdkRegions.length).toBeGreaterThan(40);
    const found = sdkRegions.map(({ region }) =>
      awsPartitions.filter(({ regions }) => regions.test(region)).map(({ id }) => id),
    );
    expect(found).toEqual(sdkRegions.map(({ partition }) => [partition]));
  });

  it.each(awsPartitions)('knows where IAM and Route 53 of $id are', ({ regions, globalEvents }) => {
    const { region } = sdkRegions.findLast((one) => regions.test(one.region)) ?? { region: '' };
    const iam = new IAMClient({ region }).config.endpointProvider(asked(region));
    const route53 = new Route53Client({ region }).config.endpointProvider(asked(region));
    expect(iam.properties).toEqual(signedFor(globalEvents.iam));
    expect(route53.properties).toEqual(signedFor(globalEvents.route53));
  });
});

it.each(awsPartitions)(
  'docs/partitions.md says the same of $id',
  ({ id, dnsSuffix, globalEvents, studioSuffix }) => {
    const page = readFileSync(path.join(__dirname, '../../docs/partitions.md'), 'utf8');
    const row = page.split('\n').find((line) => line.startsWith(`| \`${id}\` `)) ?? '';
    const cells = row.split('|').map((cell) => cell.trim());
    const { iam, route53 } = globalEvents;
    expect([cells[3], cells[4], cells[6]]).toEqual([
      `\`${dnsSuffix}\``,
      iam === route53 ? iam : `${iam} (${route53})`,
      studioSuffix === undefined ? 'not published' : `\`${studioSuffix}\``,
    ]);
    expect(cells[5]).toContain(serviceName('sagemaker.api', iam).replace(/\.[^.]+\.sagemaker\.api$/, '.…'));
  },
);

it.each(sdkRegions)("the name of SageMaker's API in $region is the SDK's", ({ region }) => {
  const { url } = new SageMakerClient({ region }).config.endpointProvider(asked(region));
  expect(documentedName('sagemaker.api', region)).toBe(url.hostname);
});

describe('the name of a Region', () => {
  it.each([...sdkRegions.map(({ region }) => region), 'zz-north-1', 'eu-iso9-west-12'])(
    '%s is one',
    (text) => {
      expect(isRegionName(text)).toBe(true);
    },
  );

  it.each(['', 'frankfurt', 'us-east', 'US-EAST-1', 'us_east_1', 'us-east-1a', 'us-east-1\n', 'aws-global'])(
    '%j is none',
    (text) => {
      expect(isRegionName(text)).toBe(false);
    },
  );

  it.each([
    ['ap-southeast-9', 'aws'],
    ['cn-south-1', 'aws-cn'],
    ['eusc-de-west-2', 'aws-eusc'],
    ['us-isob-north-1', 'aws-iso-b'],
    ['eusc-fr-west-1', undefined],
    ['nz-north-1', undefined],
  ])('%s that will be opened later belongs to %s', (region, partition) => {
    expect(partitionWithRegion(region)?.id).toBe(partition);
  });
});

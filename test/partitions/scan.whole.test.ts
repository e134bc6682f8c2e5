import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { runCli } from '../../cli/testing/run-cli';
import { writeExportFolder } from '../../cli/testing/sample-export';
import { accountIn, type Somewhere } from './account';
import { sdkRegions } from './sdk';

const scanned = z.object({
  findings: z.array(
    z.object({
      rule: z.string(),
      status: z.string(),
      resource: z.object({ id: z.string(), arn: z.string() }),
      evidence: z.unknown(),
      missing: z.array(z.string()),
    }),
  ),
});

async function scan(place: Somewhere, changed: Readonly<Record<string, unknown>> = {}) {
  const folder = writeExportFolder({ ...accountIn(place), ...changed });
  const { stdout, stderr } = await runCli(['scan', '--from', folder, '--all', '--format', 'json']);
  expect(stderr).toBe('');
  return scanned.parse(JSON.parse(stdout)).findings;
}

type Findings = Awaited<ReturnType<typeof scan>>;
const verdicts = (findings: Findings) =>
  findings.map(({ rule, resource, status }) => `${rule} ${resource.id}: ${status}`).sort();

/** Names of endpoint services as AWS's CDK has them; `com.amazonaws` where it has no SageMaker. */
const prefixes: Readonly<Record<string, string>> = {
  'aws-cn': 'cn.com.amazonaws',
  'aws-iso': 'gov.ic.c2s',
  'aws-iso-b': 'gov.sgov.sc2s',
};
const places = sdkRegions.map((place) => ({
  ...place,
  prefix: prefixes[place.partition] ?? 'com.amazonaws',
}));
const home = scan({ region: 'us-east-1', partition: 'aws', prefix: 'com.amazonaws' });

describe('an account', () => {
  it('has verdicts of every kind', async () => {
    const found = verdicts(await home);
    expect(found).toContain('principal-outside-access ana: fail');
    expect(found).toContain('principal-outside-access inside: pass');
    expect(found).toContain('endpoint-required vpc-0fb1: pass');
    expect(found).toContain('notebook-private-route forecast: pass');
    expect(found.filter((text) => text.endsWith('unknown'))).toEqual([]);
  });

  it.each(places)('is judged in $region as in any other Region', async (place) => {
    const findings = await scan(place);
    expect(verdicts(findings)).toEqual(verdicts(await home));
    const arns = JSON.stringify(findings).match(/arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*/g);
    const here = ['iam:', `sagemaker:${place.region}`, `ec2:${place.region}`];
    expect([...new Set(arns)].sort()).toEqual(here.map((rest) => `arn:${place.partition}:${rest}`).sort());
  });

  it.each([
    ['eusc-de-east-1', 'aws-eusc', 'eu.amazonaws'],
    ['eu-isoe-west-1', 'aws-iso-e', 'uk.adc-e.cloud'],
    ['us-isof-south-1', 'aws-iso-f', 'gov.ic.hci.csp'],
    ['us-iso-west-1', 'aws-iso', 'com.amazonaws'],
    ['cn-north-1', 'aws-cn', 'com.amazonaws'],
    ['cn-south-9', 'aws-cn', 'cn.com.amazonaws'],
  ])(
    'is judged in %s where the other spelling is in use, and in new Regions',
    async (region, partition, prefix) => {
      expect(verdicts(await scan({ region, partition, prefix }))).toEqual(verdicts(await home));
    },
  );
});

describe('a new endpoint in eusc-de-east-1', () => {
  const [region, partition] = ['eusc-de-east-1', 'aws-eusc'];
  const account = accountIn({ region, partition, prefix: 'eu.amazonaws' });
  const endpoints = z.object({ VpcEndpoints: z.array(z.looseObject({ ServiceName: z.string() })) });
  const VpcEndpoints = endpoints
    .parse(account['vpc-endpoints.json'])
    .VpcEndpoints.filter(({ ServiceName }) => !ServiceName.endsWith('.sagemaker.runtime'));
  const listed = ['eu.amazonaws', 'com.amazonaws'].map((prefix) => `${prefix}.${region}.sagemaker.runtime`);

  it.each<[string, readonly string[], string]>([
    ['the name that AWS lists', listed.slice(0, 1), `eu.amazonaws.${region}.sagemaker.runtime`],
    ['the likelier name, if that is listed', listed.slice(1), `com.amazonaws.${region}.sagemaker.runtime`],
  ])('gets %s', async (_, names, expected) => {
    const zone = `${region}a`;
    const ServiceDetails = names.map((ServiceName) => ({
      ServiceName,
      AvailabilityZones: [zone],
      VpcEndpointPolicySupported: true,
    }));
    const files = {
      ...account,
      'vpc-endpoints.json': { VpcEndpoints },
      'vpc-endpoint-services.json': { ServiceDetails },
    };
    const ran = await runCli([
      'plan',
      '--from',
      writeExportFolder(files),
      '--rule',
      'endpoint-required',
      '--format',
      'json',
    ]);
    const made = ran.stdout.match(/"ServiceName": "[^"]+"/g);
    expect(new Set(made)).toEqual(new Set([`"ServiceName": "${expected}"`]));
  });
});

describe('an account where nobody knows the names of AWS', () => {
  const isUnknown = (findings: Findings, missing: string) => {
    expect(findings.length).toBeGreaterThan(10);
    expect([...new Set(findings.map(({ status }) => status))]).toEqual(['unknown']);
    expect([...new Set(findings.flatMap((finding) => finding.missing))]).toEqual([missing]);
  };
  const why = 'this release of Palisade does not know it, so nothing is judged there';

  it.each<[string, string, string]>([
    ['zz-north-1', 'aws-zz', `partition aws-zz: ${why}`],
    ['us-east-1', 'aws-zz', `partition aws-zz: ${why}`],
    ['zz-north-1', 'aws', `Region zz-north-1 of partition aws: ${why}`],
    [
      'cn-north-1',
      'aws',
      'partition: the ARNs of the account name aws, and Region cn-north-1 is one of aws-cn',
    ],
  ])('has only unknown verdicts in %s of %s', async (region, partition, missing) => {
    isUnknown(await scan({ region, partition, prefix: 'com.amazonaws' }), missing);
  });

  it('has only unknown verdicts if no ARN says the partition either', async () => {
    const place = { region: 'zz-north-1', partition: 'aws-zz', prefix: 'com.amazonaws' };
    const none = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
    isUnknown(
      await scan(place, {
        'notebook-instances.json': [],
        'domains.json': [],
        'authorization-details.json': none,
      }),
      `the partition of Region zz-north-1: ${why}`,
    );
  });

  it('gets no policies', async () => {
    const place = { region: 'zz-north-1', partition: 'aws-zz', prefix: 'com.amazonaws' };
    const ran = await runCli(['guardrail', '--format', 'scp', '--from', writeExportFolder(accountIn(place))]);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(`partition aws-zz: ${why}`);
  });
});

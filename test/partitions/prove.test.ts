import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { runCli } from '../../cli/testing/run-cli';
import { sdkRegions } from './sdk';

const answered = z.object({
  id: z.string(),
  answers: z.array(z.object({ outside: z.string(), witness: z.object({ resource: z.string() }).optional() })),
});

const insideOnly = (resource: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' },
    {
      Effect: 'Deny',
      Action: 'sagemaker:*',
      Resource: resource,
      Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' } },
    },
  ],
});

it('palisade prove answers in every partition and Region, and a Deny of another one denies nothing', async () => {
  const problem = (id: string, of: string, denied: string, region: string) => ({
    id,
    principal: { arn: `arn:${of}:iam::111122223333:role/ds` },
    identity: [insideOnly(`arn:${denied}:sagemaker:${region}:111122223333:*`)],
    boundary: null,
    actions: ['sagemaker:CreatePresignedNotebookInstanceUrl'],
    resources: [`arn:${of}:sagemaker:${region}:111122223333:notebook-instance/*`],
    context: { 'aws:RequestedRegion': region },
    perimeter: { vpcs: ['vpc-0a1b2c3d'], vpcEndpoints: [], cidrs: [], endpointVpc: {} },
  });
  const problems = sdkRegions.flatMap(({ region, partition }) => [
    problem(`${region} its own`, partition, partition, region),
    problem(`${region} another`, partition, partition === 'aws' ? 'aws-cn' : 'aws', region),
  ]);
  const stdin = problems.map((one) => `${JSON.stringify(one)}\n`).join('');
  const { stdout, stderr } = await runCli(['prove'], { stdin });
  expect(stderr).toBe('');
  const found = stdout
    .trim()
    .split('\n')
    .map((line) => answered.parse(JSON.parse(line)))
    .map(({ id, answers: [answer] }) => [id, answer?.outside, answer?.witness?.resource]);
  expect(found).toEqual(
    sdkRegions.flatMap(({ region, partition }) => [
      [`${region} its own`, 'unreachable', undefined],
      [
        `${region} another`,
        'reachable',
        expect.stringMatching(`^arn:${partition}:sagemaker:${region}:111122223333:notebook-instance/.`),
      ],
    ]),
  );
});

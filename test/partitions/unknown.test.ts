import { describe, expect, it } from '@jest/globals';
import { deletedResources } from '../../core/engine/deleted-resources';
import { harness } from '../../core/engine/testing/harness';
import { snapshot } from '../../core/model/snapshot';
import { asffResource } from '../../adapters/channels/security-hub/asff-resource';
import { regionCheck } from '../../cli/doctor/checks/region';
import type { Patient } from '../../cli/doctor/check';
import { whoDeploys } from '../../infra/preflight/identity';
import { STSClient } from '@aws-sdk/client-sts';
import { finding } from '../fakes/finding';

const account = '111122223333';

describe('where nobody knows the partition', () => {
  it('what was found before is not closed as gone', async () => {
    const { ports, ledger, run } = harness();
    await run();
    const listed = { notebooks: { status: 'read', at: '', value: { items: [], unreadable: [] } } } as const;
    const gone = (partition: string) =>
      deletedResources(
        { ledger },
        {
          snapshot: snapshot({ account, region: 'us-east-1', partition }, listed, ''),
          judged: [],
          scopes: new Map(ports.rules.map((rule) => [rule, 'account'])),
        },
      );
    expect((await gone('aws')).map(({ judgement }) => judgement.resource.id)).toEqual(['nb']);
    expect(await gone('aws-zz')).toEqual([]);
  });

  it.each([
    ['zz-north-1', 'arn:aws-zz:iam::111122223333:user/ops', 'partition aws-zz'],
    ['zz-north-1', 'arn:aws:iam::111122223333:user/ops', 'Region zz-north-1 of partition aws'],
    ['eusc-de-east-1', 'arn:aws:iam::111122223333:user/ops', 'Region eusc-de-east-1 is one of aws-eusc'],
  ])('nothing is deployed: %s, %s', async (region, Arn, says) => {
    await expect(whoDeploys(answering(Arn), region)).rejects.toThrow(says);
  });

  it.each([
    ['eusc-de-east-1', 'arn:aws-eusc:iam::111122223333:user/ops'],
    ['eusc-de-west-1', 'arn:aws-eusc:iam::111122223333:user/ops'],
    ['us-isob-east-1', 'arn:aws-iso-b:sts::111122223333:assumed-role/ops/ann'],
  ])('but %s is known', async (region, Arn) => {
    expect(await whoDeploys(answering(Arn), region)).toEqual({ account, arn: Arn });
  });
});

describe('doctor, about the events of IAM and Route 53', () => {
  const conditions = async (region: string, partition?: string) => {
    const place = { account, region, ...(partition === undefined ? {} : { partition }) };
    const diagnoses = await regionCheck({ place } as Patient);
    return diagnoses.map(({ condition, says }) => `${condition}: ${says.replace(/:.*/s, '')}`);
  };

  it.each<[string, string | undefined, readonly string[]]>([
    ['eusc-de-east-1', 'aws-eusc', ['good: eusc-de-east-1 has the events of IAM and Route 53 itself']],
    ['us-iso-west-1', 'aws-iso', ['note: events of IAM and Route 53 exist in us-iso-east-1 only']],
    [
      'cn-north-1',
      'aws-cn',
      [
        'good: cn-north-1 has the events of IAM itself',
        'note: events of Route 53 exist in cn-northwest-1 only',
      ],
    ],
    ['zz-north-1', 'aws-zz', ['bad: partition aws-zz']],
    ['zz-north-1', undefined, ['bad: the partition of Region zz-north-1']],
  ])('in %s of %s', async (region, partition, expected) => {
    expect(await conditions(region, partition)).toEqual(expected);
  });
});

it.each([
  ['aws-us-gov', 'us-gov-west-1', 'aws-us-gov'],
  ['aws-eusc', 'eusc-de-east-1', undefined],
])(
  "Security Hub's finding of %s in %s has the partition %s, as its format allows",
  (partition, region, expected) => {
    const { Partition } = asffResource(finding(), { account, region, partition });
    expect(Partition).toBe(expected);
  },
);

function answering(Arn: string) {
  const sts = new STSClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
  });
  sts.middlewareStack.add(
    () => () => Promise.resolve({ output: { $metadata: {}, Account: account, Arn }, response: {} }),
    { step: 'deserialize', priority: 'high', name: 'stub' },
  );
  return { sts: () => Promise.resolve(sts) };
}

import { describe, expect, it } from '@jest/globals';
import { exemptArns } from '../guardrail/exempt';
import { documentedName } from '../network/private-name';
import { protectionOf } from '../principals/protection';
import { accountResource, partitionOf } from './resource';
import {
  regionalServiceName,
  sageMakerService,
  type SageMakerService,
  serviceName,
} from './sagemaker-services';
import { parseSettings } from '../settings';

const account = '111122223333';
const places = [
  ['eu-central-1', 'aws'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['cn-northwest-1', 'aws-cn'],
] as const;

describe.each(places)('in %s', (region, partition) => {
  it('ARNs have its partition', () => {
    expect(partitionOf({ region })).toBe(partition);
    expect(accountResource({ account, region }).arn).toBe(`arn:${partition}:iam::${account}:root`);
  });

  it.each<[SageMakerService]>([['sagemaker.api'], ['sagemaker-geospatial'], ['notebook'], ['studio']])(
    'the name written for %s is read back',
    (service) => {
      expect(sageMakerService(serviceName(service, region))).toEqual({ service, region });
    },
  );

  it('a principal is protected by any spelling of its ARN', () => {
    const settings = (entry: string) => parseSettings({ protectedPrincipals: [entry] }, []);
    const arn = `arn:${partition}:iam::${account}:role/ops/break-glass-1`;
    const principal = { kind: 'role', name: 'break-glass-1', arn, path: '/ops/' } as const;
    for (const entry of [
      'break-glass-*',
      'arn:aws:iam::*:role/break-glass-*',
      `arn:${partition}:iam::*:role/break-glass-*`,
      `arn:${partition}:iam::*:role/ops/break-glass-*`,
    ])
      expect([entry, protectionOf(principal, settings(entry))?.kind]).toEqual([entry, 'protected']);
    expect(protectionOf(principal, settings('arn:aws:iam::*:role/other'))).toBeUndefined();
  });

  it('exempt principals get ARNs of its partition', () => {
    expect(exemptArns(['arn:aws:iam::*:role/a', 'b'], { account, region }).patterns).toEqual([
      `arn:${partition}:iam::*:role/a`,
      `arn:${partition}:iam::*:role/b`,
      `arn:${partition}:iam::*:user/b`,
    ]);
  });
});

describe('names of services and hosts', () => {
  it.each<[SageMakerService, string, string, string]>([
    [
      'sagemaker.api',
      'us-gov-west-1',
      'com.amazonaws.us-gov-west-1.sagemaker.api',
      'api.sagemaker.us-gov-west-1.amazonaws.com',
    ],
    [
      'sagemaker.runtime',
      'cn-north-1',
      'cn.com.amazonaws.cn-north-1.sagemaker.runtime',
      'runtime.sagemaker.cn-north-1.amazonaws.com.cn',
    ],
    [
      'notebook',
      'us-gov-west-1',
      'aws.sagemaker.us-gov-west-1.notebook',
      '*.notebook.us-gov-west-1.sagemaker.aws',
    ],
    ['notebook', 'cn-north-1', 'aws.sagemaker.cn-north-1.notebook', '*.notebook.cn-north-1.sagemaker.com.cn'],
    ['studio', 'cn-north-1', 'aws.sagemaker.cn-north-1.studio', '*.studio.cn-north-1.sagemaker.com.cn'],
  ])('%s in %s', (service, region, name, host) => {
    expect(serviceName(service, region)).toBe(name);
    expect(documentedName(service, region)).toBe(host);
  });

  it('include other services', () => {
    expect(regionalServiceName('ecr.api', 'eu-west-1')).toBe('com.amazonaws.eu-west-1.ecr.api');
    expect(regionalServiceName('ecr.api', 'cn-north-1')).toBe('cn.com.amazonaws.cn-north-1.ecr.api');
  });
});

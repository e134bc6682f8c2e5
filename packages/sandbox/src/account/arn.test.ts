import { describe, expect, it } from '@jest/globals';
import { nameInArn, splitArn } from './arn';

describe('an ARN', () => {
  it.each([
    ['arn:aws:iam::111122223333:user/ops/ann', ['aws', 'iam', '', '111122223333', 'user/ops/ann']],
    ['arn:aws:lambda:us-east-1:1:function:f:2', ['aws', 'lambda', 'us-east-1', '1', 'function:f:2']],
    ['arn:aws-cn:sqs:cn-north-1:1:work', ['aws-cn', 'sqs', 'cn-north-1', '1', 'work']],
    ['arn:aws:s3:::', ['aws', 's3', '', '', '']],
    ['arn:aws:iam::1', ['', '', '', '', '']],
    ['work', ['', '', '', '', '']],
  ])('splits %s into its parts', (arn, parts) => {
    const { partition, service, region, account, resource } = splitArn(arn);
    expect([partition, service, region, account, resource]).toEqual(parts);
  });

  it.each([
    ['arn:aws:iam::111122223333:user/ops/ann', 'ann'],
    ['ann', 'ann'],
  ])('the name in %s is %s', (arn, name) => {
    expect(nameInArn(arn)).toBe(name);
  });
});

import { describe, expect, it } from '@jest/globals';
import { nameInArn, splitArn } from './split-arn';

describe('an ARN', () => {
  it.each([
    [
      'arn:aws:iam::111122223333:role/ops/reader',
      'aws',
      'iam',
      '',
      '111122223333',
      'role/ops/reader',
      'reader',
    ],
    [
      'arn:aws-cn:iam::aws:policy/ReadOnlyAccess',
      'aws-cn',
      'iam',
      '',
      'aws',
      'policy/ReadOnlyAccess',
      'ReadOnlyAccess',
    ],
    ['arn:aws:sqs:us-east-1:1:queue', 'aws', 'sqs', 'us-east-1', '1', 'queue', 'queue'],
    [
      'arn:aws:lambda:us-east-1:1:function:f:2',
      'aws',
      'lambda',
      'us-east-1',
      '1',
      'function:f:2',
      'function:f:2',
    ],
    ['arn:*:sagemaker:*:*:notebook-instance/*', '*', 'sagemaker', '*', '*', 'notebook-instance/*', '*'],
    ['arn:aws:s3:::bucket', 'aws', 's3', '', '', 'bucket', 'bucket'],
    ['arn:aws:s3:::', 'aws', 's3', '', '', '', ''],
  ])('%s has its parts and its name', (arn, partition, service, region, account, resource, name) => {
    expect(splitArn(arn)).toEqual({ partition, service, region, account, resource });
    expect(nameInArn(arn)).toBe(name);
  });

  it.each(['', '*', '111122223333', 'arn:aws:iam::1', 'urn:aws:iam::1:role/r', 'xarn:aws:iam::1:role/r'])(
    'is not %j',
    (text) => {
      expect(splitArn(text)).toBeUndefined();
    },
  );

  it('that is not an ARN has as its name what follows the last slash', () => {
    expect(nameInArn('ops/reader')).toBe('reader');
    expect(nameInArn('reader')).toBe('reader');
  });
});

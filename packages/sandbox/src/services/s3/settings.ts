import type { GetBucketVersioningOutput, PutBucketVersioningRequest } from '@aws-sdk/client-s3';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import type { Handler } from '../service';
import { findBucket } from './buckets';

interface Input {
  readonly Bucket?: string;
  readonly [member: string]: unknown;
}

/** The operations for a setting of a bucket that is stored and shown, but has no effect. */
function setting(name: string, member: string, absent: AwsError) {
  return {
    put: (input: Input, call: Call): object => {
      findBucket(input, call).settings.set(name, input[member]);
      return {};
    },
    get: (input: Input, call: Call): object => {
      const value = findBucket(input, call).settings.get(name);
      if (value === undefined) throw absent;
      return { [member]: value };
    },
    remove: (input: Input, call: Call): object => {
      findBucket(input, call).settings.delete(name);
      return {};
    },
  };
}

const policy = setting(
  'BucketPolicy',
  'Policy',
  new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404),
);
const access = setting(
  'PublicAccessBlock',
  'PublicAccessBlockConfiguration',
  new AwsError(
    'NoSuchPublicAccessBlockConfiguration',
    'The public access block configuration was not found',
    404,
  ),
);
const encryption = setting(
  'Encryption',
  'ServerSideEncryptionConfiguration',
  new AwsError(
    'ServerSideEncryptionConfigurationNotFoundError',
    'The server side encryption configuration was not found',
    404,
  ),
);

export const bucketSettings: Readonly<Record<string, Handler>> = {
  PutBucketPolicy: policy.put,
  GetBucketPolicy: policy.get,
  DeleteBucketPolicy: policy.remove,
  PutPublicAccessBlock: access.put,
  GetPublicAccessBlock: access.get,
  DeletePublicAccessBlock: access.remove,
  PutBucketEncryption: encryption.put,
  GetBucketEncryption: encryption.get,
  PutBucketTagging(input: { Bucket?: string; Tagging?: { TagSet?: unknown } }, call: Call): object {
    findBucket(input, call).settings.set('Tags', input.Tagging?.TagSet);
    return {};
  },
  GetBucketTagging(input: { Bucket?: string }, call: Call): object {
    const tags = findBucket(input, call).settings.get('Tags');
    if (tags === undefined) throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404);
    return { TagSet: tags };
  },
  PutBucketVersioning(input: PutBucketVersioningRequest, call: Call): object {
    findBucket(input, call).isVersioned = input.VersioningConfiguration?.Status === 'Enabled';
    return {};
  },
  GetBucketVersioning(input: { Bucket?: string }, call: Call): GetBucketVersioningOutput {
    return findBucket(input, call).isVersioned ? { Status: 'Enabled' } : {};
  },
};

import type {
  CreateBucketOutput,
  CreateBucketRequest,
  GetBucketLocationOutput,
  HeadBucketOutput,
  ListBucketsOutput,
  ListBucketsRequest,
} from '@aws-sdk/client-s3';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { given } from '../members';
import { type Bucket, S3_SLOT } from './state';

interface OfBucket {
  readonly Bucket?: string | undefined;
}

/**
 * The bucket that a call names.
 * @throws AwsError NoSuchBucket; PermanentRedirect from a Region other than the bucket's
 */
export function findBucket({ Bucket: name }: OfBucket, call: Call): Bucket {
  const bucket = call.state(S3_SLOT).buckets.get(given(name));
  if (bucket === undefined)
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  if (bucket.region !== call.region)
    throw new AwsError(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      301,
      { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name },
    );
  return bucket;
}

/** The rules for characters in names of general purpose buckets (S3 user guide, "Bucket naming rules"). */
const validName = /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** CreateBucket. Creating one's own bucket again succeeds in us-east-1, but nowhere else (S3 API reference). */
export function createBucket(input: CreateBucketRequest, call: Call): CreateBucketOutput {
  const name = given(input.Bucket);
  const { buckets, taken } = call.state(S3_SLOT);
  if (!validName.test(name)) throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
  const wanted = input.CreateBucketConfiguration?.LocationConstraint;
  if ((wanted ?? 'us-east-1') !== call.region)
    throw new AwsError(
      wanted === undefined ? 'IllegalLocationConstraintException' : 'InvalidLocationConstraint',
      `The ${wanted ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  const known = buckets.get(name);
  if (taken.has(name))
    throw new AwsError(
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      409,
      { BucketName: name },
    );
  if (known !== undefined && !(call.region === 'us-east-1' && known.region === 'us-east-1'))
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
      { BucketName: name },
    );
  if (known === undefined)
    buckets.set(name, {
      name,
      region: call.region,
      createdAt: call.now,
      isVersioned: false,
      objects: new Map(),
      settings: new Map(),
    });
  return { Location: `/${name}` };
}

export function deleteBucket(input: OfBucket, call: Call): object {
  const bucket = findBucket(input, call);
  if (bucket.objects.size > 0)
    throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, {
      BucketName: bucket.name,
    });
  call.state(S3_SLOT).buckets.delete(bucket.name);
  return {};
}

/** HeadBucket. Its error has no body, so its only name is that of its status. */
export function headBucket(input: OfBucket, call: Call): HeadBucketOutput {
  if (!call.state(S3_SLOT).buckets.has(given(input.Bucket))) throw new AwsError('NotFound', 'Not Found', 404);
  return { BucketRegion: findBucket(input, call).region };
}

/** GetBucketLocation works in every Region, and returns nothing for us-east-1. */
export function getBucketLocation({ Bucket: name }: OfBucket, call: Call): GetBucketLocationOutput {
  const { region } = findBucket({ Bucket: name }, { ...call, region: regionOf(name, call) });
  // The SDK's enumeration has every Region that accepts a constraint; the output check covers it.
  return region === 'us-east-1'
    ? {}
    : { LocationConstraint: region as NonNullable<GetBucketLocationOutput['LocationConstraint']> };
}

function regionOf(name: string | undefined, call: Call): string {
  return call.state(S3_SLOT).buckets.get(name ?? '')?.region ?? call.region;
}

export function listBuckets({ Prefix }: ListBucketsRequest, call: Call): ListBucketsOutput {
  const named = [...call.state(S3_SLOT).buckets.values()]
    .filter(({ name }) => name.startsWith(Prefix ?? ''))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  return {
    Buckets: named.map(({ name, createdAt, region }) => ({
      Name: name,
      CreationDate: new Date(createdAt),
      BucketRegion: region,
    })),
    Owner: { ID: call.account.accountId.padStart(64, '0') },
  };
}

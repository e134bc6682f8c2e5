import { createHash } from 'node:crypto';
import type {
  DeleteObjectOutput,
  DeleteObjectRequest,
  DeleteObjectsOutput,
  DeleteObjectsRequest,
  GetObjectRequest,
  HeadObjectOutput,
  PutObjectOutput,
} from '@aws-sdk/client-s3';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { findBucket } from './buckets';
import { checkDigest, type Digests } from './digest';
import { type Bucket, newest, type StoredObject } from './state';

/** The decoded input of PutObject, with the whole body. */
interface PutInput extends Digests {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly Body?: Uint8Array;
  readonly ContentType?: string;
  readonly ContentEncoding?: string;
  readonly Metadata?: Record<string, string>;
  readonly IfNoneMatch?: string;
}

/** The largest object that one call can store (S3 user guide). */
const LARGEST = 5 * 2 ** 30;

export function putObject(input: PutInput, call: Call): PutObjectOutput {
  const bucket = findBucket(input, call);
  const key = given(input.Key);
  if (Buffer.byteLength(key) > 1_024) throw new AwsError('KeyTooLongError', 'Your key is too long');
  const content = input.Body ?? new Uint8Array();
  if (content.byteLength > LARGEST)
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  checkDigest(content, input);
  if (input.IfNoneMatch === '*' && newest(bucket, key) !== undefined)
    throw new AwsError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
    );
  const stored: StoredObject = {
    key,
    versionId: bucket.isVersioned ? call.account.ids.lower(32) : 'null',
    content: Uint8Array.from(content),
    etag: `"${createHash('md5').update(content).digest('hex')}"`,
    // Whole seconds, as in headers, so that lists and reads show the same time.
    lastModified: Math.floor(call.now / 1_000) * 1_000,
    contentType: input.ContentType,
    contentEncoding: input.ContentEncoding,
    metadata: input.Metadata ?? {},
  };
  bucket.objects.set(key, bucket.isVersioned ? [...(bucket.objects.get(key) ?? []), stored] : [stored]);
  return defined({
    ETag: stored.etag,
    ServerSideEncryption: 'AES256' as const,
    VersionId: bucket.isVersioned ? stored.versionId : undefined,
  });
}

export function getObject(input: GetObjectRequest, call: Call): object {
  const stored = findObject(input, call);
  return { ...headOf(stored), Body: stored.content };
}

/** HeadObject. Its error has no body, so its only name is that of its status. */
export function headObject(input: GetObjectRequest, call: Call): HeadObjectOutput {
  try {
    return headOf(findObject(input, call));
  } catch (error) {
    if (error instanceof AwsError && error.status === 404) throw new AwsError('NotFound', 'Not Found', 404);
    throw error;
  }
}

function headOf(stored: StoredObject): HeadObjectOutput {
  return defined({
    AcceptRanges: 'bytes',
    ContentLength: stored.content.byteLength,
    ContentType: stored.contentType ?? 'binary/octet-stream',
    ContentEncoding: stored.contentEncoding,
    ETag: stored.etag,
    LastModified: new Date(stored.lastModified),
    Metadata: { ...stored.metadata },
    ServerSideEncryption: 'AES256' as const,
    VersionId: stored.versionId === 'null' ? undefined : stored.versionId,
  });
}

function findObject(input: GetObjectRequest, call: Call): StoredObject {
  const bucket = findBucket(input, call);
  const key = given(input.Key);
  const { VersionId: version } = input;
  const stored =
    version === undefined
      ? newest(bucket, key)
      : bucket.objects.get(key)?.find(({ versionId }) => versionId === version);
  if (stored === undefined)
    throw new AwsError(
      version === undefined ? 'NoSuchKey' : 'NoSuchVersion',
      version === undefined ? 'The specified key does not exist.' : 'The specified version does not exist.',
      404,
      { Key: key },
    );
  return stored;
}

/** DeleteObject also succeeds if there is no such key. Delete markers are not modelled: all versions are deleted. */
export function deleteObject(input: DeleteObjectRequest, call: Call): DeleteObjectOutput {
  remove(findBucket(input, call), given(input.Key), input.VersionId);
  return {};
}

export function deleteObjects(input: DeleteObjectsRequest, call: Call): DeleteObjectsOutput {
  const bucket = findBucket(input, call);
  const { Objects: wanted = [], Quiet: isSilent = false } = given(input.Delete);
  if (wanted.length === 0 || wanted.length > 1_000)
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  for (const { Key, VersionId } of wanted) remove(bucket, given(Key), VersionId);
  if (isSilent) return {};
  return { Deleted: wanted.map(({ Key, VersionId }) => defined({ Key, VersionId })) };
}

function remove(bucket: Bucket, key: string, version: string | undefined): void {
  const left =
    version === undefined
      ? []
      : (bucket.objects.get(key) ?? []).filter(({ versionId }) => versionId !== version);
  if (left.length === 0) bucket.objects.delete(key);
  else bucket.objects.set(key, left);
}

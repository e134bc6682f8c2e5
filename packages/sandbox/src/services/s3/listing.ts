import type {
  ListObjectsOutput,
  ListObjectsRequest,
  ListObjectsV2Output,
  ListObjectsV2Request,
  ListObjectVersionsOutput,
  ListObjectVersionsRequest,
} from '@aws-sdk/client-s3';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined } from '../members';
import { findBucket } from './buckets';
import { type Bucket, newest, type StoredObject } from './state';

interface Wanted {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only keys after this one. */
  readonly after: string;
  readonly size: number;
  readonly encoded: boolean;
}

interface Listed {
  readonly objects: readonly StoredObject[];
  readonly prefixes: readonly string[];
  /** The last key or prefix of the page, if there are more. */
  readonly next: string | undefined;
}

/** The keys in the order of their UTF-8 bytes; those with a common prefix up to the delimiter are listed as one. */
function list(bucket: Bucket, { prefix, delimiter, after, size }: Wanted): Listed {
  const keys = [...bucket.objects.keys()].sort((one, other) =>
    Buffer.compare(Buffer.from(one), Buffer.from(other)),
  );
  const objects: StoredObject[] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  for (const key of keys) {
    if (
      !key.startsWith(prefix) ||
      (after !== '' && Buffer.compare(Buffer.from(key), Buffer.from(after)) <= 0)
    )
      continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end < 0 ? undefined : key.slice(0, end + delimiter.length);
    if (common !== undefined && (prefixes.includes(common) || (after !== '' && after.startsWith(common))))
      continue;
    if (objects.length + prefixes.length >= size) return { objects, prefixes, next: last };
    const stored = newest(bucket, key);
    if (common !== undefined) prefixes.push(common);
    else if (stored !== undefined) objects.push(stored);
    last = common ?? key;
  }
  return { objects, prefixes, next: undefined };
}

function sizeOf(asked: number | undefined): number {
  if (asked !== undefined && (asked < 0 || asked > 2_147_483_647))
    throw new AwsError('InvalidArgument', 'Argument max-keys must be an integer between 0 and 2147483647');
  return Math.min(asked ?? 1_000, 1_000);
}

/** Encodes URLs if the caller asked for it, because keys may contain characters that XML does not allow. */
function encoder(encoded: boolean): (text: string) => string {
  return encoded ? (text) => encodeURIComponent(text).replaceAll('%2F', '/') : (text) => text;
}

function contents(listed: Listed, encode: (text: string) => string) {
  return {
    Contents: listed.objects.map(({ key, lastModified, etag, content }) => ({
      Key: encode(key),
      LastModified: new Date(lastModified),
      ETag: etag,
      Size: content.byteLength,
      StorageClass: 'STANDARD' as const,
    })),
    CommonPrefixes: listed.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}

export function listObjectsV2(input: ListObjectsV2Request, call: Call): ListObjectsV2Output {
  const bucket = findBucket(input, call);
  const { Prefix: prefix = '', Delimiter: delimiter = '', ContinuationToken: token, StartAfter } = input;
  const size = sizeOf(input.MaxKeys);
  const encoded = input.EncodingType === 'url';
  const encode = encoder(encoded);
  const after = token === undefined ? (StartAfter ?? '') : Buffer.from(token, 'base64url').toString('utf8');
  if (token === '') throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
  const listed = list(bucket, { prefix, delimiter, after, size, encoded });
  return defined({
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: size,
    KeyCount: listed.objects.length + listed.prefixes.length,
    IsTruncated: listed.next !== undefined,
    EncodingType: input.EncodingType,
    StartAfter: input.StartAfter,
    ContinuationToken: token,
    NextContinuationToken:
      listed.next === undefined ? undefined : Buffer.from(listed.next).toString('base64url'),
    ...contents(listed, encode),
  });
}

export function listObjects(input: ListObjectsRequest, call: Call): ListObjectsOutput {
  const bucket = findBucket(input, call);
  const { Prefix: prefix = '', Delimiter: delimiter = '', Marker: after = '' } = input;
  const size = sizeOf(input.MaxKeys);
  const encoded = input.EncodingType === 'url';
  const encode = encoder(encoded);
  const listed = list(bucket, { prefix, delimiter, after, size, encoded });
  return defined({
    Name: bucket.name,
    Prefix: encode(prefix),
    Marker: encode(after),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: size,
    IsTruncated: listed.next !== undefined,
    EncodingType: input.EncodingType,
    NextMarker: listed.next === undefined || delimiter === '' ? undefined : encode(listed.next),
    ...contents(listed, encode),
  });
}

/** Every version, the newest of each key first. Pages are by key, so all versions of a key are on the same page. */
export function listObjectVersions(input: ListObjectVersionsRequest, call: Call): ListObjectVersionsOutput {
  const bucket = findBucket(input, call);
  const { Prefix: prefix = '', KeyMarker: after = '' } = input;
  const size = sizeOf(input.MaxKeys);
  const encoded = input.EncodingType === 'url';
  const encode = encoder(encoded);
  const listed = list(bucket, { prefix, delimiter: '', after, size, encoded });
  const versions = listed.objects.flatMap(({ key }) => (bucket.objects.get(key) ?? []).toReversed());
  return defined({
    Name: bucket.name,
    Prefix: encode(prefix),
    KeyMarker: encode(after),
    VersionIdMarker: input.VersionIdMarker ?? '',
    MaxKeys: size,
    IsTruncated: listed.next !== undefined,
    EncodingType: input.EncodingType,
    NextKeyMarker: listed.next === undefined ? undefined : encode(listed.next),
    NextVersionIdMarker: listed.next === undefined ? undefined : 'null',
    Versions: versions.map(({ key, versionId, lastModified, etag, content }) => ({
      Key: encode(key),
      VersionId: versionId,
      IsLatest: newest(bucket, key)?.versionId === versionId,
      LastModified: new Date(lastModified),
      ETag: etag,
      Size: content.byteLength,
      StorageClass: 'STANDARD' as const,
    })),
  });
}

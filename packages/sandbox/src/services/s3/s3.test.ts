import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { useAccount } from '../../testing/account';
import { clientsOf, failureOf } from '../../testing/clients';

const test = useAccount();
const Bucket = 'my-bucket';
beforeEach(() => test.aws.s3.send(new CreateBucketCommand({ Bucket })));

const put = (Key: string, Body: PutObjectCommandInput['Body'] = 'text', more: object = {}) =>
  test.aws.s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

/** The name, message and status of an error. */
async function refusal(call: Promise<unknown>) {
  const error = await failureOf(call);
  const metadata =
    error === undefined ? undefined : (Reflect.get(error, '$metadata') as { httpStatusCode: number });
  return [error?.name, error?.message, metadata?.httpStatusCode];
}

describe('objects', () => {
  it.each<[string, PutObjectCommandInput['Body'], object]>([
    ['text', 'wörter', {}],
    ['bytes that are no text', Uint8Array.from([0, 255, 254, 13, 10, 0]), {}],
    ['nothing', new Uint8Array(), {}],
    ['what the client sums up as SHA-256', 'x', { ChecksumAlgorithm: 'SHA256' }],
    ['what the client sums up as CRC32', 'x'.repeat(70_000), { ChecksumAlgorithm: 'CRC32' }],
  ])('are read as they were written: %s', async (_, body, more) => {
    await put('a/b c+d', body, {
      ContentType: 'application/zip',
      Metadata: { filesha256: 'aGFzaA==' },
      ...more,
    });
    const read = await test.aws.s3.send(new GetObjectCommand({ Bucket, Key: 'a/b c+d' }));
    expect(Buffer.from((await read.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.from(body as string));
    expect(read).toMatchObject({ ContentType: 'application/zip', Metadata: { filesha256: 'aGFzaA==' } });
    expect(await test.aws.s3.send(new HeadObjectCommand({ Bucket, Key: 'a/b c+d' }))).toMatchObject({
      ContentLength: Buffer.byteLength(body as string),
      LastModified: new Date(Date.UTC(2026, 10, 22)),
      Metadata: { filesha256: 'aGFzaA==' },
    });
  });

  it('that were damaged in transit are refused', async () => {
    expect(await refusal(put('k', 'text', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }))).toEqual([
      'BadDigest',
      'The Content-MD5 you specified did not match the calculated checksum.',
      400,
    ]);
  });

  it('that are sent in chunks are reassembled, and their trailing checksum is checked', async () => {
    const send = (checksum: string, length: number) =>
      fetch(`${test.sandbox.url}/${Bucket}/chunked`, {
        method: 'PUT',
        headers: {
          authorization:
            'AWS4-HMAC-SHA256 Credential=AKIATEST/20261122/us-east-1/s3/aws4_request, Signature=x',
          'content-encoding': 'aws-chunked',
          'x-amz-decoded-content-length': String(length),
          'x-amz-trailer': 'x-amz-checksum-crc32',
        },
        body: `5;chunk-signature=0\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:${checksum}\r\n\r\n`,
      });
    const answer = await send('DUoRhQ==', 11);
    expect(answer.status).toBe(200);
    const read = await test.aws.s3.send(new GetObjectCommand({ Bucket, Key: 'chunked' }));
    expect(await read.Body?.transformToString()).toBe('hello world');
    expect(read.ContentEncoding).toBeUndefined();
    expect(await (await send('AAAAAA==', 11)).text()).toContain('<Code>BadDigest</Code>');
    expect(await (await send('DUoRhQ==', 12)).text()).toContain('<Code>IncompleteBody</Code>');
  });

  it('are deleted one by one or together, even if they do not exist', async () => {
    await Promise.all([put('a'), put('b'), put('c')]);
    await test.aws.s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await test.aws.s3.send(new DeleteObjectCommand({ Bucket, Key: 'never' }));
    const Objects = [{ Key: 'b' }, { Key: 'never' }];
    const { Deleted } = await test.aws.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toEqual(Objects);
    const { Contents } = await test.aws.s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['c']);
  });

  it('of a versioned bucket keep their versions', async () => {
    const VersioningConfiguration = { Status: 'Enabled' as const };
    await test.aws.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const [first, second] = [await put('k', 'one'), await put('k', 'two')];
    const { Versions = [] } = await test.aws.s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [second.VersionId, true],
      [first.VersionId, false],
    ]);
    const { VersionId } = first;
    const read = await test.aws.s3.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId }));
    expect(await read.Body?.transformToString()).toBe('one');
    await test.aws.s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: second.VersionId }));
    expect((await test.aws.s3.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).VersionId).toBe(VersionId);
  });
});

describe('lists', () => {
  beforeEach(() => Promise.all(['a/1', 'a/2', 'b', 'b/1', 'Z'].map((key) => put(key))));

  it.each<[object, readonly string[], readonly string[]]>([
    [{}, ['Z', 'a/1', 'a/2', 'b', 'b/1'], []],
    [{ Prefix: 'a/' }, ['a/1', 'a/2'], []],
    [{ Delimiter: '/' }, ['Z', 'b'], ['a/', 'b/']],
    [{ StartAfter: 'a/1' }, ['a/2', 'b', 'b/1'], []],
  ])('%j', async (input, keys, prefixes) => {
    const {
      Contents = [],
      CommonPrefixes = [],
      KeyCount,
    } = await test.aws.s3.send(new ListObjectsV2Command({ Bucket, ...input }));
    expect(Contents.map(({ Key }) => Key)).toEqual(keys);
    expect(CommonPrefixes.map(({ Prefix }) => Prefix)).toEqual(prefixes);
    expect(KeyCount).toBe(keys.length + prefixes.length);
  });

  it('are paged, in both versions of the API', async () => {
    const pages = [];
    for await (const page of paginateListObjectsV2(
      { client: test.aws.s3, pageSize: 2 },
      { Bucket, Delimiter: '/' },
    ))
      pages.push(page);
    const keys = pages.map(({ Contents = [], CommonPrefixes = [] }) => [
      ...Contents.map(({ Key }) => Key),
      ...CommonPrefixes.map(({ Prefix }) => Prefix),
    ]);
    expect(keys).toEqual([
      ['Z', 'a/'],
      ['b', 'b/'],
    ]);
    expect(pages.map((page) => page.IsTruncated)).toEqual([true, false]);
    const older = await test.aws.s3.send(new ListObjectsCommand({ Bucket, Marker: 'a/2', MaxKeys: 1 }));
    expect([older.Contents?.map(({ Key }) => Key), older.IsTruncated]).toEqual([['b'], true]);
  });
});

describe('buckets', () => {
  it('are listed, found and located, and deleted once they are empty', async () => {
    const { Buckets } = await test.aws.s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket]);
    expect(await test.aws.s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({
      BucketRegion: 'us-east-1',
    });
    await put('k');
    expect(await refusal(test.aws.s3.send(new DeleteBucketCommand({ Bucket })))).toEqual([
      'BucketNotEmpty',
      'The bucket you tried to delete is not empty',
      409,
    ]);
    await test.aws.s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    await test.aws.s3.send(new DeleteBucketCommand({ Bucket }));
    // The answer has no body, so the SDK can only name the error by its status.
    await expect(test.aws.s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('belong to the Region where they were created', async () => {
    const there = clientsOf(test.sandbox.url, 'eu-west-1').s3;
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
    await there.send(new CreateBucketCommand({ Bucket: 'theirs', CreateBucketConfiguration }));
    expect(await there.send(new GetBucketLocationCommand({ Bucket: 'theirs' }))).toMatchObject(
      CreateBucketConfiguration,
    );
    expect(
      (await test.aws.s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint,
    ).toBeUndefined();
    expect((await refusal(test.aws.s3.send(new ListObjectsV2Command({ Bucket: 'theirs' }))))[0]).toBe(
      'PermanentRedirect',
    );
    there.destroy();
  });

  it('store their policy', async () => {
    const Policy = '{"Version":"2012-10-17"}';
    await test.aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await test.aws.s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true };
    await test.aws.s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  });

  it.each<[string, () => Promise<unknown>, string, string, number]>([
    [
      'a bucket that does not exist',
      () => test.aws.s3.send(new ListObjectsV2Command({ Bucket: 'nobodys' })),
      'NoSuchBucket',
      'The specified bucket does not exist',
      404,
    ],
    [
      'a key that does not exist',
      () => test.aws.s3.send(new GetObjectCommand({ Bucket, Key: 'nothing' })),
      'NoSuchKey',
      'The specified key does not exist.',
      404,
    ],
    [
      'an invalid name',
      () => test.aws.s3.send(new CreateBucketCommand({ Bucket: 'My_Bucket' })),
      'InvalidBucketName',
      'The specified bucket is not valid.',
      400,
    ],
    [
      'a policy that does not exist',
      () => test.aws.s3.send(new GetBucketPolicyCommand({ Bucket })),
      'NoSuchBucketPolicy',
      'The bucket policy does not exist',
      404,
    ],
    [
      'a Region other than the endpoint’s',
      () =>
        test.aws.s3.send(
          new CreateBucketCommand({
            Bucket: 'elsewhere',
            CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
          }),
        ),
      'InvalidLocationConstraint',
      'The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.',
      400,
    ],
  ])('%s is refused', async (_, call, name, message, status) => {
    expect(await refusal(call())).toEqual([name, message, status]);
  });
});

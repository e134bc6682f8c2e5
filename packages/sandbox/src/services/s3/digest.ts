import { createHash } from 'node:crypto';
import { AwsError } from '../../protocol/aws-error';

/** What a caller says of the content, to find out whether it arrived whole. Base64. */
export interface Digests {
  readonly ContentMD5?: string;
  readonly ChecksumCRC32?: string;
  readonly ChecksumSHA1?: string;
  readonly ChecksumSHA256?: string;
}

/** @throws AwsError BadDigest where the content is another. Other algorithms (CRC32C, CRC64NVME) are taken as said. */
export function checkDigest(content: Uint8Array, said: Digests): void {
  const hashed = (algorithm: string) => createHash(algorithm).update(content).digest('base64');
  const pairs: readonly (readonly [string, string | undefined, () => string])[] = [
    ['Content-MD5', said.ContentMD5, () => hashed('md5')],
    ['CRC32', said.ChecksumCRC32, () => crc32(content)],
    ['SHA1', said.ChecksumSHA1, () => hashed('sha1')],
    ['SHA256', said.ChecksumSHA256, () => hashed('sha256')],
  ];
  for (const [name, value, compute] of pairs)
    if (value !== undefined && value !== compute())
      throw new AwsError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
}

const table = Uint32Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(content: Uint8Array): string {
  let value = 0xffffffff;
  for (const byte of content) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE((value ^ 0xffffffff) >>> 0);
  return bytes.toString('base64');
}

import { createHash } from 'node:crypto';
import { AwsError } from '../../protocol/aws-error';

/** The caller's digests of the content, to detect damage. Base64. */
export interface Digests {
  readonly ContentMD5?: string;
  readonly ChecksumCRC32?: string;
  readonly ChecksumSHA1?: string;
  readonly ChecksumSHA256?: string;
}

/**
 * @throws AwsError BadDigest if the content differs. Other algorithms (CRC32C, CRC64NVME) are accepted without a check.
 */
export function checkDigest(content: Uint8Array, given: Digests): void {
  const hashed = (algorithm: string) => createHash(algorithm).update(content).digest('base64');
  const pairs: readonly (readonly [string, string | undefined, () => string])[] = [
    ['Content-MD5', given.ContentMD5, () => hashed('md5')],
    ['CRC32', given.ChecksumCRC32, () => crc32(content)],
    ['SHA1', given.ChecksumSHA1, () => hashed('sha1')],
    ['SHA256', given.ChecksumSHA256, () => hashed('sha256')],
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

import { AwsError } from './aws-error';
import type { HttpRequest } from './http';

/**
 * Removes the framing of a body that was sent in signed or unsigned chunks (`aws-chunked`; S3 user guide, "Signature
 * calculations … multiple chunks"), and adds the trailing fields (`x-amz-checksum-…`) to the headers.
 * @throws AwsError if the chunks do not add up to the length that the header declares
 */
export function decodeChunks(request: HttpRequest): HttpRequest {
  const encodings = (request.headers['content-encoding'] ?? '').split(',').map((one) => one.trim());
  if (!encodings.includes('aws-chunked')) return request;
  const source = Buffer.from(request.bytes ?? request.body);
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const end = source.indexOf('\r\n', position);
    if (end < 0) throw incomplete();
    const size = Number.parseInt(source.toString('latin1', position, end).split(';')[0] ?? '', 16);
    if (Number.isNaN(size)) throw incomplete();
    position = end + 2;
    if (size === 0) break;
    chunks.push(source.subarray(position, position + size));
    position += size + 2;
  }
  const bytes = Buffer.concat(chunks);
  if (Number(request.headers['x-amz-decoded-content-length']) !== bytes.byteLength) throw incomplete();
  const trailers = source
    .toString('latin1', position)
    .split('\r\n')
    .flatMap((line): readonly (readonly [string, string])[] => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
    });
  const others = encodings.filter((one) => one !== 'aws-chunked').join(',');
  const headers: Record<string, string | undefined> = {
    ...request.headers,
    ...Object.fromEntries(trailers),
    'content-encoding': others === '' ? undefined : others,
    'content-length': String(bytes.byteLength),
  };
  return { ...request, headers, bytes, body: bytes.toString('utf8') };
}

function incomplete(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}

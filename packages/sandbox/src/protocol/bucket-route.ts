import type { HttpRequest } from './http';
import type { Operation } from './operation';

/** The operation of a request, and the values of its labels. */
interface Route {
  readonly operation: Operation;
  readonly labels: ReadonlyMap<string, string>;
}

/**
 * Finds the operation of a request whose path begins with the bucket (S3's path style; the schemas have the bucket in
 * the host's name). If several match, returns the one that matches more of the request.
 */
export function matchBucketRoute(operations: Iterable<Operation>, request: HttpRequest): Route | undefined {
  const [, bucket = '', ...rest] = request.path.split('/').map(decodeURIComponent);
  const key = rest.join('/');
  const labels = new Map([
    ['Bucket', bucket],
    ['Key', key],
  ]);
  let best: { operation: Operation; weight: number } | undefined;
  for (const operation of operations) {
    const weight = weightOf(operation, request, bucket !== '', key !== '');
    if (weight !== undefined && (best === undefined || weight > best.weight)) best = { operation, weight };
  }
  return best === undefined ? undefined : { operation: best.operation, labels };
}

/** How many parts of the request identify this operation; `undefined` if it cannot be the one. */
function weightOf(
  { http, input }: Operation,
  request: HttpRequest,
  hasBucket: boolean,
  hasKey: boolean,
): number | undefined {
  if (http?.method !== request.method || input.kind !== 'structure') return undefined;
  const [path = '', query = ''] = http.path.split('?');
  if (!['/', '/{Key+}'].includes(path) || (path === '/{Key+}') !== hasKey) return undefined;
  const members = input.members();
  if (members.some(({ name, traits }) => name === 'Bucket' && traits['httpLabel'] === 1) !== hasBucket)
    return undefined;
  let weight = 0;
  for (const [name, value] of new URLSearchParams(query)) {
    const given = request.query.get(name);
    // The CLI sends no `x-id`.
    if (name === 'x-id' && given === null) continue;
    if (given === null || (value !== '' && given !== value)) return undefined;
    weight += 1;
  }
  for (const { required, traits } of members.filter((member) => member.required)) {
    const { httpQuery, httpHeader } = traits;
    if (typeof httpQuery === 'string' && required && !request.query.has(httpQuery)) return undefined;
    if (typeof httpHeader === 'string' && request.headers[httpHeader.toLowerCase()] === undefined)
      return undefined;
    if (typeof httpQuery === 'string' || typeof httpHeader === 'string') weight += 1;
  }
  return weight;
}

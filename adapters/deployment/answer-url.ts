import { BadInputError } from '../../core/model/bad-input';
import { partitionNamed } from '../../core/model/partitions';
import { partitionOf, type Place } from '../../core/model/resource';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * The URL to which the answer to a custom resource is sent, if it is CloudFormation's. No other host gets anything, and
 * none at all in a partition whose hosts this release does not know. The embedded account takes answers on loopback,
 * but only if the function's own endpoint is on loopback too.
 * @param endpoint AWS_ENDPOINT_URL of this function
 * @throws BadInputError without the URL, because it is presigned
 */
export function answerUrl(
  responseUrl: unknown,
  place: Pick<Place, 'region' | 'partition'>,
  endpoint: string | undefined,
): URL {
  const url = typeof responseUrl === 'string' ? parsed(responseUrl) : undefined;
  // CloudFormation's URLs are S3's.
  const suffix = partitionNamed(partitionOf(place))?.dnsSuffix;
  const isAws =
    suffix !== undefined &&
    url?.protocol === 'https:' &&
    url.port === '' &&
    url.hostname.endsWith(`.${suffix}`);
  const isEmbedded = isLoopback(url) && isLoopback(endpoint === undefined ? undefined : parsed(endpoint));
  if (url !== undefined && url.username === '' && (isAws || isEmbedded)) return url;
  throw new BadInputError(
    'custom resource',
    'ResponseURL',
    `is not a URL of CloudFormation in ${place.region}`,
  );
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isLoopback(url: URL | undefined): boolean {
  return url !== undefined && loopback.has(url.hostname);
}

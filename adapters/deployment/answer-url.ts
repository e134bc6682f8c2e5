import { BadInputError } from '../../core/model/bad-input';

/** The suffix of AWS host names by partition (the SDK's partitions.json); CloudFormation's URLs are S3's. */
const suffixes: readonly (readonly [region: RegExp, suffix: string])[] = [
  [/^cn-/, 'amazonaws.com.cn'],
  [/^eusc-/, 'amazonaws.eu'],
  [/^us-iso-/, 'c2s.ic.gov'],
  [/^us-isob-/, 'sc2s.sgov.gov'],
  [/^eu-isoe-/, 'cloud.adc-e.uk'],
  [/^us-isof-/, 'csp.hci.ic.gov'],
];
const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * The URL to which the answer to a custom resource is sent, if it is CloudFormation's. No other host gets anything. The
 * embedded account takes answers on loopback, but only if the function's own endpoint is on loopback too.
 * @param endpoint AWS_ENDPOINT_URL of this function
 * @throws BadInputError without the URL, because it is presigned
 */
export function answerUrl(responseUrl: unknown, region: string, endpoint: string | undefined): URL {
  const url = typeof responseUrl === 'string' ? parsed(responseUrl) : undefined;
  const suffix = suffixes.find(([pattern]) => pattern.test(region))?.[1] ?? 'amazonaws.com';
  const isAws = url?.protocol === 'https:' && url.port === '' && url.hostname.endsWith(`.${suffix}`);
  const isEmbedded = isLoopback(url) && isLoopback(endpoint === undefined ? undefined : parsed(endpoint));
  if (url !== undefined && url.username === '' && (isAws || isEmbedded)) return url;
  throw new BadInputError('custom resource', 'ResponseURL', `is not a URL of CloudFormation in ${region}`);
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isLoopback(url: URL | undefined): boolean {
  return url !== undefined && loopback.has(url.hostname);
}

import type { Call } from '../../account/account';
import { urlSuffixOf } from '../../account/partition';
import type { Template } from '../../cloudformation/template';
import { AwsError } from '../../protocol/aws-error';
import { newest, S3_SLOT } from '../s3/state';
import { invalid } from './find-stack';
import { parseTemplate } from './parse-template';

interface Given {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
}

interface Taken {
  readonly body: string;
  readonly template: Template;
}

/** Quotas of CloudFormation (user guide, "Understand CloudFormation quotas"). */
const limits = { body: 51_200, url: 1_000_000, parameters: 200, resources: 500, outputs: 200 };

/**
 * The template of a request: its text, an object in S3, or the previous template.
 * @throws AwsError ValidationError in CloudFormation's words
 */
export function takeTemplate(given: Given, call: Call, previous?: string): Taken {
  const body = textOf(given, call, previous);
  const template = parseTemplate(body);
  checkSizes(template);
  checkTypes(template, call);
  return { body, template };
}

function textOf(given: Given, call: Call, previous: string | undefined): string {
  const { TemplateBody: body, TemplateURL: url, UsePreviousTemplate: usePrevious = false } = given;
  if (usePrevious && previous !== undefined) {
    if (body !== undefined || url !== undefined)
      throw invalid('You cannot specify both usePreviousTemplate and Template Body/Template URL.');
    return previous;
  }
  if (body !== undefined && url !== undefined)
    throw invalid('You cannot specify more than one of Template URL, Template Body');
  if (body !== undefined) {
    // AWS's message begins with the value. Only its start is shown, because a whole template is of no use there.
    if (Buffer.byteLength(body) > limits.body)
      throw invalid(
        `1 validation error detected: Value '${body.slice(0, 40)}…' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${limits.body}`,
      );
    return body;
  }
  if (url === undefined) throw invalid('Either Template URL or Template Body must be specified.');
  return fetched(url, call);
}

/** Bucket and key of an S3 address: in path style, in virtual-hosted style, or an address of the sandbox itself. */
function objectAt(url: string, call: Call): { bucket: string; key: string } | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return undefined;
  }
  const path = decodeURIComponent(parsed.pathname).slice(1);
  const own = parsed.origin === call.account.url();
  const suffix = urlSuffixOf(call.region).replaceAll('.', '\\.');
  const host = new RegExp(`^(?:(.+)\\.)?s3[.-](?:[a-z0-9-]+\\.)?${suffix}$`).exec(parsed.hostname);
  if (!own && (host === null || parsed.protocol !== 'https:')) return undefined;
  const bucket = host?.[1];
  if (bucket !== undefined) return { bucket, key: path };
  const slash = path.indexOf('/');
  return slash < 0 ? undefined : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function fetched(url: string, call: Call): string {
  const location = objectAt(url, call);
  if (location === undefined) throw invalid('TemplateURL must be a supported URL.');
  const bucket = call.state(S3_SLOT).buckets.get(location.bucket);
  const more =
    '\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html';
  if (bucket === undefined) throw invalid(`S3 error: The specified bucket does not exist${more}`);
  const stored = newest(bucket, location.key);
  if (stored === undefined) throw invalid(`S3 error: The specified key does not exist.${more}`);
  if (stored.content.byteLength > limits.url)
    throw invalid(`Template may not exceed ${limits.url} bytes in size.`);
  return Buffer.from(stored.content).toString('utf8');
}

function checkSizes({ parameters, resources, outputs }: Template): void {
  for (const [what, size, most] of [
    ['parameters', parameters.size, limits.parameters],
    ['resources', resources.size, limits.resources],
    ['outputs', outputs.size, limits.outputs],
  ] as const)
    if (size > most)
      throw invalid(
        `Template format error: Number of ${what}, ${size}, is greater than maximum allowed, ${most}`,
      );
}

function checkTypes({ resources }: Template, { account }: Call): void {
  const worker = account.stacks.worker;
  if (worker === undefined)
    throw new AwsError(
      'NotImplemented',
      'The embedded account cannot deploy: createCloud was not called',
      501,
    );
  const unknown = [...new Set([...resources.values()].map(({ type }) => type))].filter(
    (type) => !worker.knows(type),
  );
  if (unknown.length > 0)
    throw invalid(
      `Template format error: Unrecognized resource types: [${unknown.join(', ')}] (of those that the embedded account models)`,
    );
}

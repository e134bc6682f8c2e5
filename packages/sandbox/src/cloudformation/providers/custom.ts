import {
  ResourceError,
  type StackHost,
  type CreatedResource,
  type Provider,
  type ProviderRequest,
  propertyText,
} from '../provider';
import { isArray, isPlainObject } from '../../protocol/shape';
import { openMailbox } from './mailbox';

/** A custom resource: its function is invoked to create, update and delete it, and sends the answer to a URL. */
export const custom: Provider = {
  create: (request) => ask(request, { RequestType: 'Create' }),
  update: (request, made, previous) =>
    ask(request, {
      RequestType: 'Update',
      PhysicalResourceId: made.id,
      OldResourceProperties: texts(previous),
    }),
  async remove(host, made, removed) {
    const {
      logicalId = made.id,
      type = TYPE,
      properties = { ServiceToken: made.attributes['ServiceToken'] },
    } = removed ?? {};
    const location = `Resources.${logicalId}`;
    await ask(
      { host, location, type, name: made.id, properties },
      { RequestType: 'Delete', PhysicalResourceId: made.id },
    );
  },
};

const TYPE = 'AWS::CloudFormation::CustomResource';

/** The members in addition to those of every request (CloudFormation user guide, "Custom resource request objects"). */
interface Kind {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly PhysicalResourceId?: string;
  readonly OldResourceProperties?: unknown;
}

async function ask(request: ProviderRequest, kind: Kind): Promise<CreatedResource> {
  const { host, type, properties } = request;
  const { account } = host.sandbox;
  const ServiceToken = propertyText(request, 'ServiceToken');
  const mailbox = await openMailbox();
  try {
    const event = {
      ...kind,
      ServiceToken,
      ResponseURL: mailbox.url,
      StackId: host.stackId,
      RequestId: account.ids.uuid(),
      LogicalResourceId: request.location.replace('Resources.', ''),
      ResourceType: type,
      ResourceProperties: texts(properties),
    };
    const invoked = await invoke(host, ServiceToken, event);
    const answer = await mailbox.answer(invoked.failed ? 0 : account.timings.customResource);
    if (answer === undefined)
      throw new ResourceError(
        '',
        `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${invoked.requestId}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`,
      );
    return madeOf(answer, event);
  } finally {
    mailbox.close();
  }
}

/** CloudFormation invokes the function asynchronously, so Lambda retries it if it fails. */
async function invoke(
  { functions }: StackHost,
  arn: string,
  event: unknown,
): Promise<{ requestId: string; failed: boolean }> {
  if (!functions.deployed.has(arn))
    throw new ResourceError(
      '',
      `Function not found: ${arn} (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException)`,
    );
  let last = { requestId: '', failed: true };
  for (let attempt = 1; last.failed && attempt <= 3; attempt += 1) {
    const { error, requestId } = await functions.invoke(arn, event);
    last = { requestId, failed: error !== undefined };
  }
  return last;
}

interface SentRequest {
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly ServiceToken: string;
}

/** The maximum size of an answer in bytes (CloudFormation user guide, "Custom resource response objects"). */
const LONGEST = 4_096;

function madeOf(body: string, request: SentRequest): CreatedResource {
  if (Buffer.byteLength(body) > LONGEST) throw new ResourceError('', 'Response object is too long.');
  const answer = parsed(body);
  for (const name of ['StackId', 'RequestId', 'LogicalResourceId'] as const)
    if (answer[name] !== request[name])
      throw new ResourceError('', `Invalid response: ${name} is not that of the request`);
  if (answer['Status'] !== 'SUCCESS')
    throw new ResourceError(
      '',
      `Received response status [${String(answer['Status'])}] from custom resource. Message returned: ${String(answer['Reason'])} (RequestId: ${request.RequestId})`,
    );
  const id = answer['PhysicalResourceId'];
  if (typeof id !== 'string' || id === '') throw new ResourceError('', 'Invalid PhysicalResourceId');
  const data = isPlainObject(answer['Data']) ? answer['Data'] : {};
  const attributes = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, String(value)]));
  return { id, attributes: { ...attributes, ServiceToken: request.ServiceToken } };
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    if (isPlainObject(value)) return value;
  } catch {
    // Refused below, like any other value that is not an object.
  }
  throw new ResourceError('', 'Invalid response: not a JSON object');
}

/** CloudFormation sends numbers and booleans as text. */
function texts(value: unknown): unknown {
  if (isArray(value)) return value.map(texts);
  if (isPlainObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, texts(one)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

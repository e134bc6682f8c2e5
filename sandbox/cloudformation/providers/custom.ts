import { createServer } from 'node:http';
import { isRecord } from '../../protocol/shape';
import { portOf } from '../../server/server';
import { type Host, type Made, type Provider, type Request, textOf } from '../provider';
import { TemplateError } from '../template';
import { partitionOf } from '../../account/partition';

/** How long a custom resource may take to answer, in real ms. CloudFormation waits an hour; nobody here does. */
const PATIENCE_MS = 60_000;

/** A custom resource: its function is asked to create, update and delete it, and answers to a URL. */
export const custom: Provider = {
  create: (request) => ask(request.host, 'Create', request, undefined),
  update: (request, made) => ask(request.host, 'Update', request, made),
  async remove(host, made) {
    const properties = { ServiceToken: made.attributes['ServiceToken'] ?? '' };
    await ask(host, 'Delete', { host, place: made.id, name: made.id, properties }, made);
  },
};

async function ask(
  host: Host,
  type: 'Create' | 'Update' | 'Delete',
  request: Request,
  made: Made | undefined,
): Promise<Made> {
  const ServiceToken = textOf(request, 'ServiceToken');
  const mailbox = await openMailbox();
  try {
    const event = {
      RequestType: type,
      ServiceToken,
      ResponseURL: mailbox.url,
      StackId: `arn:${partitionOf(host.region)}:cloudformation:${host.region}:${host.sandbox.accountId}:stack/${host.stack}/0`,
      RequestId: host.sandbox.account.ids.uuid(),
      LogicalResourceId: request.place.replace('Resources.', ''),
      ResourceType: 'AWS::CloudFormation::CustomResource',
      ...(made === undefined ? {} : { PhysicalResourceId: made.id }),
      ResourceProperties: request.properties,
    };
    const { error } = await host.functions.invoke(ServiceToken, event);
    if (error !== undefined)
      throw new TemplateError(request.place, `its function failed: ${error.errorMessage}`);
    const answer = await mailbox.answer();
    if (answer['Status'] !== 'SUCCESS')
      throw new TemplateError(request.place, `its function refused: ${String(answer['Reason'])}`);
    const data = isRecord(answer['Data']) ? answer['Data'] : {};
    const attributes = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, String(value)]));
    return { id: String(answer['PhysicalResourceId']), attributes: { ...attributes, ServiceToken } };
  } finally {
    mailbox.close();
  }
}

/** A URL that takes one PUT, as the presigned one of CloudFormation does. */
async function openMailbox(): Promise<{
  url: string;
  answer: () => Promise<Readonly<Record<string, unknown>>>;
  close: () => void;
}> {
  let deliver: (answer: Readonly<Record<string, unknown>>) => void = () => undefined;
  const delivered = new Promise<Readonly<Record<string, unknown>>>((resolve) => {
    deliver = resolve;
  });
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      outgoing.end();
      const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      deliver(isRecord(parsed) ? parsed : {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let timer: NodeJS.Timeout | undefined;
  return {
    url: `http://127.0.0.1:${portOf(server.address())}/answer`,
    answer: () =>
      Promise.race([
        delivered,
        new Promise<never>((_, reject) => {
          timer = setTimeout(() => {
            reject(new TemplateError('custom resource', 'did not answer'));
          }, PATIENCE_MS);
        }),
      ]),
    close: () => {
      clearTimeout(timer);
      server.close();
    },
  };
}

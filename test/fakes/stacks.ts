import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stack as CloudFormation describes it. */
export interface FakeStack {
  readonly name: string;
  /** Default: CREATE_COMPLETE. */
  readonly status?: string;
  readonly outputs?: Readonly<Record<string, string>>;
  /** Logical id → physical id. */
  readonly resources: Readonly<Record<string, string>>;
}

/** A CloudFormation endpoint with invented stacks, for commands that only look for one. */
export interface FakeStacks {
  /** Replaces the stacks. */
  set(...stacks: readonly FakeStack[]): void;
  /** Refuses every call with this error from now on. */
  refuse(code: string | undefined): void;
  stop(): Promise<void>;
}

const variable = 'AWS_ENDPOINT_URL_CLOUDFORMATION';

/** Serves all clients of this process, through the SDK's environment variable for the endpoint of one service. */
export async function serveStacks(): Promise<FakeStacks> {
  let stacks: readonly FakeStack[] = [];
  let refused: string | undefined;
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const { status, text } =
        refused === undefined ? answer(stacks, body) : refusal(refused, 'not authorized', 403);
      response.writeHead(status, { 'content-type': 'text/xml' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env[variable] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    set: (...next) => {
      stacks = next;
    },
    refuse: (code) => {
      refused = code;
    },
    stop: async () => {
      Reflect.deleteProperty(process.env, variable);
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const idOf = ({ name }: FakeStack): string =>
  `arn:aws:cloudformation:us-east-1:111122223333:stack/${name}/0a1b2c3d`;

function answer(stacks: readonly FakeStack[], body: URLSearchParams): Answer {
  const [action, name, physical, logical] = [
    'Action',
    'StackName',
    'PhysicalResourceId',
    'LogicalResourceId',
  ].map((key) => body.get(key) ?? undefined);
  const stack = stacks.find(
    (one) =>
      one.name === name || idOf(one) === name || Object.values(one.resources).some((id) => id === physical),
  );
  if (stack === undefined)
    return refusal('ValidationError', `Stack for ${name ?? physical ?? ''} does not exist`, 400);
  if (action === 'DescribeStacks')
    return reply(action, `<Stacks><member>${stackXml(stack)}</member></Stacks>`);
  const found = Object.entries(stack.resources).filter(([id]) => logical === undefined || id === logical);
  if (found.length === 0)
    return refusal(
      'ValidationError',
      `Resource ${logical ?? ''} does not exist for stack ${stack.name}`,
      400,
    );
  const members = found.map(([id, value]) => `<member>${resourceXml(stack, id, value)}</member>`);
  return reply('DescribeStackResources', `<StackResources>${members.join('')}</StackResources>`);
}

function stackXml(stack: FakeStack): string {
  const outputs = Object.entries(stack.outputs ?? {}).map(
    ([key, value]) =>
      `<member><OutputKey>${key}</OutputKey><OutputValue>${escaped(value)}</OutputValue></member>`,
  );
  return `<StackName>${stack.name}</StackName><StackId>${idOf(stack)}</StackId>
    <StackStatus>${stack.status ?? 'CREATE_COMPLETE'}</StackStatus>
    <CreationTime>2026-11-20T10:00:00Z</CreationTime><Outputs>${outputs.join('')}</Outputs>`;
}

function resourceXml(stack: FakeStack, logical: string, physical: string): string {
  return `<StackName>${stack.name}</StackName><StackId>${idOf(stack)}</StackId>
    <LogicalResourceId>${logical}</LogicalResourceId><PhysicalResourceId>${escaped(physical)}</PhysicalResourceId>
    <ResourceType>AWS::SSM::Parameter</ResourceType><Timestamp>2026-11-20T10:00:00Z</Timestamp>
    <ResourceStatus>CREATE_COMPLETE</ResourceStatus>`;
}

const namespace = 'xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"';

function reply(action: string, result: string): Answer {
  return {
    status: 200,
    text: `<${action}Response ${namespace}><${action}Result>${result}</${action}Result></${action}Response>`,
  };
}

function refusal(code: string, message: string, status: number): Answer {
  return {
    status,
    text: `<ErrorResponse ${namespace}><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

async function read(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

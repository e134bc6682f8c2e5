import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it was sent. */
export interface WireCall {
  /** `AmazonSSM.CreateOpsItem` for the JSON protocols, `POST /findings/import` for REST. */
  readonly operation: string;
  // Parsed JSON of any shape: tests compare it.
  readonly body: unknown;
}

/** The body of a successful answer, or of an error with its HTTP status. */
export type WireAnswer = { readonly status?: number; readonly body: object };

/** A scripted AWS service. Real clients call it over HTTP, so that tests see what is really sent. */
export interface Wire {
  /** The client configuration: the endpoint, and no retries. */
  readonly options: {
    readonly endpoint: string;
    readonly region: string;
    readonly maxAttempts: number;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly calls: WireCall[];
  /** Answers the calls from now on. */
  readonly answer: (answers: (call: WireCall) => WireAnswer) => void;
  readonly stop: () => Promise<void>;
}

export async function wire(): Promise<Wire> {
  const calls: WireCall[] = [];
  let answers: (call: WireCall) => WireAnswer = () => ({ body: {} });
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const target = request.headers['x-amz-target'];
      const call = {
        operation:
          typeof target === 'string'
            ? target
            : `${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`,
        body: text === '' ? {} : (JSON.parse(text) as unknown),
      };
      calls.push(call);
      const { status = 200, body } = answers(call);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    options: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    calls,
    answer: (next) => {
      answers = next;
    },
    stop: () =>
      new Promise<void>((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isPlainObject } from '../protocol/shape';
import { closeServer, portOf } from '../server/server';
import type { FunctionError } from './function-error';

/** How an invocation ended. */
export type InvocationResult = { readonly payload: unknown } | { readonly error: FunctionError };

/** The Lambda Runtime API (version 2018-06-01) for one execution environment. */
export interface RuntimeApi {
  /** `host:port`, for AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Resolves when the runtime requests its first event, or with the error of its initialisation. */
  readonly ready: Promise<FunctionError | undefined>;
  /** Gives an event to the runtime. `deadline` is in milliseconds since the epoch. */
  invoke(requestId: string, event: unknown, deadline: number): Promise<InvocationResult>;
  stop(): Promise<void>;
}

interface Invocation {
  readonly requestId: string;
  readonly body: string;
  readonly deadline: number;
  readonly settle: (outcome: InvocationResult) => void;
}

export async function startRuntimeApi(functionArn: string): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  let pending: Invocation | undefined;
  let running: Invocation | undefined;
  let markReady: (error: FunctionError | undefined) => void = () => undefined;
  const ready = new Promise<FunctionError | undefined>((resolve) => {
    markReady = resolve;
  });

  const sendPending = () => {
    if (waiting === undefined || pending === undefined) return;
    running = pending;
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': running.requestId,
      'Lambda-Runtime-Deadline-Ms': String(running.deadline),
      'Lambda-Runtime-Invoked-Function-Arn': functionArn,
      'Lambda-Runtime-Trace-Id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
    });
    waiting.end(running.body);
    waiting = undefined;
    pending = undefined;
  };

  const finish = (requestId: string | undefined, outcome: InvocationResult) => {
    if (running?.requestId !== requestId) return;
    running?.settle(outcome);
    running = undefined;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    const path = (request.url ?? '').replace('/2018-06-01/runtime', '');
    const [, requestId, kind] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (path === '/invocation/next') {
      waiting = response;
      markReady(undefined);
      sendPending();
      return;
    }
    if (path === '/init/error') markReady(errorOf(body));
    else if (kind === 'response') finish(requestId, { payload: parse(body) });
    else if (kind === 'error') finish(requestId, { error: errorOf(body) });
    response.writeHead(path === '/init/error' || kind !== undefined ? 202 : 404).end('{}');
  };

  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${portOf(server.address())}`,
    ready,
    invoke: (requestId, event, deadline) =>
      new Promise((settle) => {
        pending = { requestId, body: JSON.stringify(event ?? null), deadline, settle };
        sendPending();
      }),
    stop: () => closeServer(server),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function errorOf(body: string): FunctionError {
  const parsed = parse(body);
  const { errorType, errorMessage, trace } = isPlainObject(parsed) ? parsed : {};
  return {
    errorType: typeof errorType === 'string' ? errorType : 'Error',
    errorMessage: typeof errorMessage === 'string' ? errorMessage : body,
    ...(Array.isArray(trace) ? { trace: trace.map(String) } : {}),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

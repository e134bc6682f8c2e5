import type { MiddlewareStack, Provider, RetryStrategy, RetryStrategyV2 } from '@smithy/types';
import type { Sandbox } from '@palisade/sandbox';
import { type AwsClients, createClients } from '../../adapters/aws/clients';
import { accessKeyId, faultPlace } from './deployed';

/** One call to AWS, as the code sees it: all attempts of the SDK together. */
export interface LogicalCall {
  /** In IAM notation, for example `sagemaker:StopNotebookInstance`. */
  readonly name: string;
  /** The how-manieth call of this world it is; from 0. */
  readonly index: number;
}

/** Stands between the SDK and the wire for one attempt. `send` lets it through, with a mark for the account's faults. */
export type Interceptor = (
  call: LogicalCall,
  attempt: number,
  send: (mark?: string) => Promise<unknown>,
) => Promise<unknown>;

/** What the calls of the present invocation meet. Set anew for each one: clients outlive it, as in a warm Lambda. */
export interface CallLine {
  nextIndex: () => number;
  intercept: Interceptor;
  /** Stands between the code and the SDK for one call; `send` makes it. */
  around: (
    call: { readonly name: string; readonly input: object },
    send: () => Promise<unknown>,
  ) => Promise<unknown>;
  /** Calls that have begun and not ended. */
  open: number;
}

/** The clients of one worker. */
export interface WorkerClients {
  readonly clients: AwsClients;
  readonly line: CallLine;
  /** Forgets that attempts failed before: the SDK's quota of retries is full again, as in a process that has begun. */
  readonly refresh: () => void;
  /** Requests that the account has not answered yet. */
  readonly underway: ReadonlySet<Promise<unknown>>;
}

/**
 * The clients that the functions use, with every attempt led through the line's `intercept`. The SDK's own retries
 * stay as they are, but for their delays.
 */
export function workerClients(sandbox: Sandbox): WorkerClients {
  const line: CallLine = {
    nextIndex: () => 0,
    intercept: (_call, _attempt, send) => send(),
    around: (_call, send) => send(),
    open: 0,
  };
  const refreshers: (() => void)[] = [];
  const underway = new Set<Promise<unknown>>();
  const clients = createClients();
  function led<C, I extends object, O extends object>(
    service: string,
    make: () => Promise<C & Client<I, O>>,
  ): () => Promise<C> {
    let client: Promise<C> | undefined;
    const build = async (): Promise<C> => {
      const made = await make();
      const signer = unproven(service);
      made.config.requestHandler = directTo(sandbox, underway);
      made.config.signer = () => Promise.resolve(signer);
      made.config.cacheMiddleware = true;
      for (const name of forNobody) made.middlewareStack.remove(name);
      const strategy = withoutDelay(await made.config.retryStrategy());
      made.config.retryStrategy = () => Promise.resolve(strategy);
      const full = strategy.capacity;
      refreshers.push(() => {
        strategy.capacity = full;
      });
      lead(service, made, line);
      return made;
    };
    return () => (client ??= build());
  }
  return {
    line,
    underway,
    refresh: () => {
      for (const refresh of refreshers) refresh();
    },
    clients: {
      calls: clients.calls,
      sagemaker: led('sagemaker', clients.sagemaker),
      ec2: led('ec2', clients.ec2),
      iam: led('iam', clients.iam),
      sts: led('sts', clients.sts),
      route53: led('route53', clients.route53),
      securityhub: led('securityhub', clients.securityhub),
      config: led('config', clients.config),
      cloudformation: led('cloudformation', clients.cloudformation),
      lambda: led('lambda', clients.lambda),
      ssm: led('ssm', clients.ssm),
      sqs: led('sqs', clients.sqs),
      cloudtrail: led('cloudtrail', clients.cloudtrail),
      dynamodb: led('dynamodb', clients.dynamodb),
    },
  };
}

/** Parts of the SDK that only write headers and logs, which nobody reads here. */
const forNobody = ['getUserAgentMiddleware', 'recursionDetectionMiddleware', 'loggerMiddleware'];

interface Client<I extends object, O extends object> {
  readonly middlewareStack: MiddlewareStack<I, O>;
  readonly config: {
    retryStrategy: Provider<RetryStrategy | RetryStrategyV2>;
    requestHandler: unknown;
    signer: unknown;
    cacheMiddleware?: boolean;
  };
}

/** Hands requests to the account without the network. */
function directTo(sandbox: Sandbox, underway: Set<Promise<unknown>>) {
  const request: Sandbox['request'] = async (sent) => {
    const answer = sandbox.request(sent);
    underway.add(answer);
    try {
      return await answer;
    } finally {
      underway.delete(answer);
    }
  };
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async ({ method, path, query, headers, body }: Sent) => {
      const answer = await request({
        method,
        path,
        query: new URLSearchParams(
          Object.entries(query ?? {}).flatMap(([name, value]) =>
            [value ?? ''].flat().map((one): [string, string] => [name, one]),
          ),
        ),
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
        body: typeof body === 'string' ? body : new TextDecoder().decode(body),
      });
      if (answer.kind !== 'respond') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      const { status, headers: answered, body: text } = answer.response;
      return {
        response: {
          statusCode: status,
          headers: { ...answered },
          body: Buffer.from(text),
        },
      };
    },
    httpHandlerConfigs: () => ({}),
    updateHttpClientConfig: () => undefined,
  };
}

/** Signs as the account wants it, which looks at who signs for which service and not at the signature. */
function unproven(service: string) {
  const scope = `${accessKeyId}/20261122/${faultPlace.region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
  return {
    sign: (request: Sent): Promise<Sent> => {
      Object.assign(request.headers, { authorization, 'x-amz-date': '20261122T000000Z' });
      return Promise.resolve(request);
    },
  };
}

/** The request as the SDK's client hands it to its HTTP handler. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

function lead<I extends object, O extends object>(
  service: string,
  client: Client<I, O>,
  line: CallLine,
): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      line.open += 1;
      try {
        const call = { name: nameOf(service, context), input: args.input };
        return (await line.around(call, () => next({ ...args, input: { ...args.input } }))) as Awaited<
          ReturnType<typeof next>
        >;
      } finally {
        line.open -= 1;
      }
    },
    { name: 'open', step: 'initialize', priority: 'high' },
  );
  // The input of a call is the same object for all its attempts.
  const known = new WeakMap<object, { readonly call: LogicalCall; attempts: number }>();
  client.middlewareStack.add(
    (next, context) => (args) => {
      const entry = known.get(args.input) ?? {
        call: {
          name: nameOf(service, context),
          index: line.nextIndex(),
        },
        attempts: 0,
      };
      known.set(args.input, entry);
      entry.attempts += 1;
      const send = (mark?: string) => {
        if (mark !== undefined) marked(args.request, mark);
        return next(args);
      };
      return line.intercept(entry.call, entry.attempts, send) as ReturnType<typeof next>;
    },
    { name: 'faults', step: 'finalizeRequest', priority: 'low' },
  );
}

/** In IAM notation. */
function nameOf(service: string, context: Readonly<Record<string, unknown>>): string {
  return `${service}:${String(context['commandName']).replace(/Command$/, '')}`;
}

/** The account's fault hook sees the user agent of a request, and nothing checks its signature. */
function marked(request: unknown, mark: string): void {
  const { headers } = request as { headers: Record<string, string> };
  headers['user-agent'] = `${headers['user-agent'] ?? ''} fault#${mark}`;
}

interface Impatient {
  capacity: number;
}

/** The SDK's own strategy, which waits no time. */
function withoutDelay(
  strategy: RetryStrategy | RetryStrategyV2,
): (RetryStrategy | RetryStrategyV2) & Impatient {
  if (!('retryBackoffStrategy' in strategy) || !('capacity' in strategy))
    throw new Error('the retry strategy of the SDK has changed');
  const noDelay = { setDelayBase: () => undefined, computeNextBackoffDelay: () => 0 };
  return Object.assign(strategy, { retryBackoffStrategy: noDelay, capacity: Number(strategy.capacity) });
}

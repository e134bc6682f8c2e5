import type { MiddlewareStack, Provider, RetryStrategy, RetryStrategyV2 } from '@smithy/types';
import type { Sandbox } from '@palisade/sandbox';
import { type AwsClients, createClients } from '../../adapters/aws/clients';
import { accessKeyId, faultPlace } from './deployed';

/** One call to AWS, with all attempts of the SDK. */
export interface LogicalCall {
  /** In IAM notation, for example `sagemaker:StopNotebookInstance`. */
  readonly name: string;
  /** Its number among the calls of this world, from 0. */
  readonly index: number;
}

/** Intercepts one attempt of the SDK. `send` sends it, with a mark for the account's faults. */
export type Interceptor = (
  call: LogicalCall,
  attempt: number,
  send: (mark?: string) => Promise<unknown>,
) => Promise<unknown>;

/** What intercepts the calls of an invocation. It is set for each one, because clients outlive it in a warm Lambda. */
export interface CallLine {
  nextIndex: () => number;
  intercept: Interceptor;
  /** Intercepts one call of the code; `send` makes it. */
  around: (
    call: { readonly name: string; readonly input: object },
    send: () => Promise<unknown>,
  ) => Promise<unknown>;
  /** The number of calls in progress. */
  open: number;
}

/** The clients of one worker. */
export interface WorkerClients {
  readonly clients: AwsClients;
  readonly line: CallLine;
  /** Restores the SDK's quota of retries, as in a new process. */
  readonly refresh: () => void;
  /** Requests that the account has not answered yet. */
  readonly inFlight: ReadonlySet<Promise<unknown>>;
}

/**
 * The clients that the functions use, with every attempt passed through the line's `intercept`. The SDK's own retries
 * are unchanged, except that they do not wait.
 */
export function workerClients(sandbox: Sandbox): WorkerClients {
  const line: CallLine = {
    nextIndex: () => 0,
    intercept: (_call, _attempt, send) => send(),
    around: (_call, send) => send(),
    open: 0,
  };
  const refreshers: (() => void)[] = [];
  const inFlight = new Set<Promise<unknown>>();
  const clients = createClients();
  function led<C, I extends object, O extends object>(
    service: string,
    make: () => Promise<C & Client<I, O>>,
  ): () => Promise<C> {
    let client: Promise<C> | undefined;
    const build = async (): Promise<C> => {
      const made = await make();
      const signer = unproven(service);
      made.config.requestHandler = directTo(sandbox, inFlight);
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
    inFlight,
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
      route53resolver: led('route53resolver', clients.route53resolver),
      route53profiles: led('route53profiles', clients.route53profiles),
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

/** Middleware of the SDK that only writes headers and logs, which nothing reads here. */
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

/** Passes requests to the account without the network. */
function directTo(sandbox: Sandbox, inFlight: Set<Promise<unknown>>) {
  const request: Sandbox['request'] = async (sent) => {
    const answer = sandbox.request(sent);
    inFlight.add(answer);
    try {
      return await answer;
    } finally {
      inFlight.delete(answer);
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

/** A signature that is enough for the account, which reads the access key and the service, and verifies nothing. */
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

/** The request that the SDK's client passes to its HTTP handler. */
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
  // All attempts of a call have the same input object.
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

/** The mark is in the user agent: the account's fault hook sees it, and no signature is verified. */
function marked(request: unknown, mark: string): void {
  const { headers } = request as { headers: Record<string, string> };
  headers['user-agent'] = `${headers['user-agent'] ?? ''} fault#${mark}`;
}

interface Impatient {
  capacity: number;
}

/** The SDK's own retry strategy, without delays. */
function withoutDelay(
  strategy: RetryStrategy | RetryStrategyV2,
): (RetryStrategy | RetryStrategyV2) & Impatient {
  if (!('retryBackoffStrategy' in strategy) || !('capacity' in strategy))
    throw new Error('the retry strategy of the SDK has changed');
  const noDelay = { setDelayBase: () => undefined, computeNextBackoffDelay: () => 0 };
  return Object.assign(strategy, { retryBackoffStrategy: noDelay, capacity: Number(strategy.capacity) });
}

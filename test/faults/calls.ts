import type { MiddlewareStack, Provider, RetryStrategy, RetryStrategyV2 } from '@smithy/types';
import type { Sandbox } from '../../sandbox/sandbox';
import { type AwsClients, createClients } from '../../adapters/aws/clients';

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

/**
 * The clients that the functions use, with every attempt led through `intercept`. The SDK's own retries stay as they
 * are, but for their delays.
 */
export function interceptedClients(
  sandbox: Sandbox,
  nextIndex: () => number,
  intercept: Interceptor,
): AwsClients {
  const clients = createClients();
  function led<C, I extends object, O extends object>(
    service: string,
    make: () => Promise<C & Client<I, O>>,
  ): () => Promise<C> {
    let client: Promise<C> | undefined;
    const build = async (): Promise<C> => {
      const made = await make();
      made.config.requestHandler = directTo(sandbox);
      lead(service, made, nextIndex, intercept);
      return made;
    };
    return () => (client ??= build());
  }
  return {
    calls: clients.calls,
    sagemaker: led('sagemaker', clients.sagemaker),
    ec2: led('ec2', clients.ec2),
    iam: led('iam', clients.iam),
    sts: led('sts', clients.sts),
    route53: led('route53', clients.route53),
    securityhub: led('securityhub', clients.securityhub),
    config: led('config', clients.config),
    ssm: led('ssm', clients.ssm),
    sqs: led('sqs', clients.sqs),
    cloudtrail: led('cloudtrail', clients.cloudtrail),
    dynamodb: led('dynamodb', clients.dynamodb),
  };
}

interface Client<I extends object, O extends object> {
  readonly middlewareStack: MiddlewareStack<I, O>;
  readonly config: { retryStrategy: Provider<RetryStrategy | RetryStrategyV2>; requestHandler: unknown };
}

/** Hands requests to the account without the network. */
function directTo({ request }: Sandbox) {
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

/** The request as the SDK's client hands it to its HTTP handler. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

function lead<I extends object, O extends object>(
  service: string,
  client: Client<I, O>,
  nextIndex: () => number,
  intercept: Interceptor,
): void {
  const strategy = client.config.retryStrategy;
  client.config.retryStrategy = async () => withoutDelay(await strategy());
  // The handler context of a call is the same object for all its attempts.
  const known = new WeakMap<object, { readonly call: LogicalCall; attempts: number }>();
  client.middlewareStack.add(
    (next, context) => (args) => {
      const entry = known.get(context) ?? {
        call: {
          name: `${service}:${String(context['commandName']).replace(/Command$/, '')}`,
          index: nextIndex(),
        },
        attempts: 0,
      };
      known.set(context, entry);
      entry.attempts += 1;
      const send = (mark?: string) => {
        if (mark !== undefined) marked(args.request, mark);
        return next(args);
      };
      return intercept(entry.call, entry.attempts, send) as ReturnType<typeof next>;
    },
    { name: 'faults', step: 'finalizeRequest', priority: 'low' },
  );
}

/** The account's fault hook sees the user agent of a request, and nothing checks its signature. */
function marked(request: unknown, mark: string): void {
  const { headers } = request as { headers: Record<string, string> };
  headers['user-agent'] = `${headers['user-agent'] ?? ''} fault#${mark}`;
}

/** The SDK's own strategy, which waits no time. */
function withoutDelay(strategy: RetryStrategy | RetryStrategyV2): RetryStrategy | RetryStrategyV2 {
  if (!('retryBackoffStrategy' in strategy)) throw new Error('the retry strategy of the SDK has changed');
  const noDelay = { setDelayBase: () => undefined, computeNextBackoffDelay: () => 0 };
  return Object.assign(strategy, { retryBackoffStrategy: noDelay });
}

import type { HttpRequest } from '../protocol/http';
import type { Service } from '../services/service';

type Client = new (config: object) => { send(command: object): Promise<unknown> };
type Command = new (input: object) => object;

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const ignore = () => undefined;

/** The request that the SDK's own client would send for an input. Nothing is sent. */
export async function captured(service: Service, operation: string, input: object): Promise<HttpRequest> {
  const sdk = await service.sdk();
  const name = Object.keys(sdk).find((key) => /^[A-Z]\w+Client$/.test(key));
  const Client = Reflect.get(sdk, name ?? '') as Client;
  const Command = Reflect.get(sdk, `${operation}Command`) as Command;
  let sent: Sent | undefined;
  const client = new Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
    logger: { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
    requestHandler: {
      handle: (request: Sent) => {
        sent = request;
        return Promise.reject(new Error('captured'));
      },
    },
  });
  const failure = await client.send(new Command(input)).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (sent === undefined) throw new Error(`the SDK sends no ${operation}: ${String(failure)}`);
  const query = Object.entries(sent.query ?? {}).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [key, String(one ?? '')]),
  );
  return {
    method: sent.method,
    path: sent.path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(
      Object.entries(sent.headers).map(([key, value]) => [key.toLowerCase(), value]),
    ),
    body: typeof sent.body === 'string' ? sent.body : Buffer.from(sent.body ?? []).toString('utf8'),
  };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest } from '../protocol/http';
import type { Service } from '../services/service';
import { dispatch, type ServerAnswer, type ServerHost } from './dispatch';
import { readScope, type CredentialScope } from './credential-scope';

/** Answers the requests of services that `dispatch` does not serve (DynamoDB, ECR). */
export type Proxy = (scope: CredentialScope, request: HttpRequest) => Promise<ServerAnswer>;

/** Listens on loopback and routes each request by its credential scope. Port 0 chooses a free one. */
export async function listen(
  host: ServerHost,
  services: ReadonlyMap<string, Service>,
  proxies: ReadonlyMap<string, Proxy>,
  port: number,
): Promise<{ url: string; server: Server }> {
  const server = createServer((incoming, outgoing) => {
    void readHttp(incoming)
      .then((request) => answerRequest(host, services, proxies, request))
      .then(
        (result) => {
          send(result, outgoing);
        },
        () => outgoing.destroy(),
      );
  });
  // Idle connections stay open: a client that sends a request just as its connection is closed gets an unwanted reset.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${portOf(server.address())}`, server };
}

/** Stops listening and closes every connection. */
export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Answers one request, whether or not it came over the network. */
export async function answerRequest(
  host: ServerHost,
  services: ReadonlyMap<string, Service>,
  proxies: ReadonlyMap<string, Proxy>,
  request: HttpRequest,
): Promise<ServerAnswer> {
  const scope = readScope(request.headers['authorization']);
  if (scope === undefined)
    return plain(403, 'MissingAuthenticationToken', 'The request is not signed (SigV4)');
  const proxy = proxies.get(scope.service);
  if (proxy !== undefined) return proxy(scope, request);
  const service = services.get(scope.service);
  if (service === undefined) {
    return plain(501, 'NotImplemented', `The embedded account does not have the service ${scope.service}`);
  }
  return dispatch(host, service, scope, request);
}

async function readHttp(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) if (chunk instanceof Buffer) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : value,
  ]);
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers) as HttpRequest['headers'],
    body: bytes.toString('utf8'),
    bytes,
  };
}

function send(result: ServerAnswer, outgoing: ServerResponse): void {
  if (result.kind === 'reset') outgoing.destroy();
  if (result.kind !== 'respond') return;
  const { response, delay } = result;
  const write = () => {
    outgoing.writeHead(response.status, response.headers);
    outgoing.end(response.bytes ?? response.body);
  };
  if (delay > 0) setTimeout(write, delay);
  else write();
}

function plain(status: number, code: string, message: string): ServerAnswer {
  const body = JSON.stringify({ __type: code, message });
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  return { kind: 'respond', response: { status, headers, body }, delay: 0 };
}

/** The port of a server that listens on TCP. */
export function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on TCP');
  return address.port;
}

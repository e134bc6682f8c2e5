import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Fault } from '../../account/faults';
import { AwsError } from '../../protocol/aws-error';
import type { HttpRequest, HttpResponse } from '../../protocol/http';
import { isPlainObject } from '../../protocol/shape';
import type { Proxy } from '../../server/server';
import { fromJson } from '../../protocol/json';
import { problemIn } from '../../protocol/problem';
import { dispatch, type ServerAnswer, type ServerHost } from '../../server/dispatch';
import { modelOf } from '../model';
import { callerIdentity } from '../../server/perform';
import { asAwsError, throttled } from '../../server/refusals';
import type { CredentialScope } from '../../server/credential-scope';
import { DYNAMODB } from './service';
import { type Tables, tablesIn } from './tables';

/** A running DynamoDB. */
interface Dynamo {
  readonly proxy: Proxy;
  readonly tables: Tables;
  readonly stop: () => Promise<void>;
}

/**
 * Starts dynalite in memory and answers DynamoDB requests with it. `service.ts` answers the operations that it lacks.
 */
export async function startDynamo(host: ServerHost): Promise<Dynamo> {
  const { default: dynalite } = await import('dynalite');
  const server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  let version = 0;
  const proxy: Proxy = async (scope, request) => {
    const operation = (request.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
    if (operation in DYNAMODB.operations) return ownOperation(host, server, scope, request);
    if (isRead(operation)) return forward(host, server, scope, request, operation);
    version += 1;
    const answer = await forward(host, server, scope, request, operation);
    // A read during this write may have seen the state before or after it.
    version += 1;
    return answer;
  };
  return {
    proxy,
    tables: tablesIn(
      (operation, input) => ask(server, operation, input),
      () => version,
    ),
    stop: () =>
      new Promise((resolve) =>
        server.close(() => {
          resolve();
        }),
      ),
  };
}

function isRead(operation: string): boolean {
  return /^(Get|BatchGet|Query|Scan|Describe|List)/.test(operation);
}

async function ownOperation(
  host: ServerHost,
  dynalite: Server,
  scope: CredentialScope,
  request: HttpRequest,
): Promise<ServerAnswer> {
  const table = tableName(request.body);
  const headers = { ...request.headers, 'x-amz-target': 'DynamoDB_20120810.DescribeTable' };
  const body = JSON.stringify({ TableName: table });
  const found = await send(dynalite, { ...request, headers, body });
  if (found.status === 400) return { kind: 'respond', response: found, delay: 0 };
  return dispatch(host, DYNAMODB, scope, request);
}

async function forward(
  host: ServerHost,
  dynalite: Server,
  scope: CredentialScope,
  request: HttpRequest,
  operation: string,
): Promise<ServerAnswer> {
  const call = {
    service: 'dynamodb',
    operation,
    region: scope.region,
    input: parse(request.body),
    accessKeyId: scope.accessKeyId,
    sessionToken: request.headers['x-amz-security-token'],
    userAgent: request.headers['user-agent'],
    time: host.account.clock.now(),
  };
  const fault: Fault = host.fault()?.(call) ?? { kind: 'none' };
  const { account, authorizer } = host;
  const identity = callerIdentity(account, scope);
  const denial = authorizer.refusal({
    service: 'dynamodb',
    operation,
    input: call.input,
    region: scope.region,
    identity,
  });
  const refused =
    refusal(fault) ??
    (host.isThrottled(isRead(operation) ? 'dynamodb' : 'dynamodb-writes')
      ? errorResponse(throttled(DYNAMODB))
      : undefined) ??
    (denial === undefined ? undefined : errorResponse(new AwsError('AccessDeniedException', denial, 400)));
  const skipped = fault.kind === 'reset' || fault.kind === 'timeout-before';
  const response = refused ?? (skipped ? undefined : await checkedSend(dynalite, request, operation));
  const failed = response === undefined || response.status < 400 ? undefined : response.body;
  const errorCode = failed === undefined ? undefined : errorType(failed);
  const errorMessage = failed === undefined ? undefined : errorText(failed);
  const silent = skipped || fault.kind === 'timeout-after';
  host.record({ ...call, errorCode, errorMessage, status: silent ? 0 : (response?.status ?? 0) });
  if (silent || response === undefined) return { kind: fault.kind === 'reset' ? 'reset' : 'silent' };
  return { kind: 'respond', response, delay: fault.kind === 'latency' ? fault.milliseconds : 0 };
}

function refusal(fault: Fault): HttpResponse | undefined {
  switch (fault.kind) {
    case 'throttle':
      return errorResponse(throttled(DYNAMODB));
    case 'denied': {
      const message = fault.message ?? 'User is not authorized to perform this operation';
      return errorResponse(new AwsError('AccessDeniedException', message, 400));
    }
    case '5xx':
      return errorResponse(new AwsError('InternalServerError', 'Internal server error', 500));
    default:
      return undefined;
  }
}

function errorResponse(error: AwsError): HttpResponse {
  return {
    status: error.status ?? 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ __type: `com.amazon.coral.service#${error.code}`, message: error.message }),
  };
}

/** Sends a request, with request and response checked against the SDK's schemas as for other services. */
async function checkedSend(dynalite: Server, request: HttpRequest, name: string): Promise<HttpResponse> {
  const { operations, enums } = await modelOf(DYNAMODB);
  const operation = operations.get(name);
  if (operation === undefined) return send(dynalite, request);
  try {
    const input = fromJson(operation.input, parse(request.body));
    const problem = problemIn(operation.input, input, enums);
    // Missing values and values out of range are refused by dynalite, in DynamoDB's words.
    if (problem?.kind === 'unknown')
      throw new AwsError('SerializationException', `${problem.path} ${problem.text}`);
  } catch (error) {
    return errorResponse(asAwsError(error, DYNAMODB));
  }
  const response = withoutInvented(await send(dynalite, request));
  if (response.status >= 400) return response;
  try {
    const output = fromJson(operation.output, parse(response.body));
    const problem = problemIn(operation.output, output, enums);
    if (problem !== undefined) throw new TypeError(`${problem.path} ${problem.text}`);
    return response;
  } catch (error) {
    const wrong = error instanceof Error ? error.message : String(error);
    return errorResponse(
      asAwsError(new TypeError(`the answer of ${name} is not one of AWS: ${wrong}`), DYNAMODB),
    );
  }
}

/** Dynalite's table descriptions have a member that DynamoDB's do not have. */
function withoutInvented(response: HttpResponse): HttpResponse {
  const body = response.body.replace(/,?"TableThroughputModeSummary":\{[^}]*\}/, '');
  if (body === response.body) return response;
  const { 'x-amz-crc32': _, ...headers } = response.headers;
  return { ...response, headers, body };
}

/**
 * Sends one request to dynalite by calling its listener directly. A socket or a stream would cost more time than the
 * work.
 */
function send(dynalite: Server, request: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve) => {
    const headers: Record<string, string> = {};
    const incoming = Object.assign(new EventEmitter(), {
      method: request.method,
      url: request.path,
      headers: request.headers,
    });
    const outgoing = {
      statusCode: 200,
      setHeader: (name: string, value: unknown) => {
        headers[name.toLowerCase()] = String(value);
      },
      end: (body = '') => {
        const kept = Object.entries(headers).filter(([name]) => /^(content-type|x-amz)/.test(name));
        resolve({ status: outgoing.statusCode, headers: Object.fromEntries(kept), body });
      },
    };
    dynalite.emit('request', incoming, outgoing);
    incoming.emit('data', Buffer.from(request.body));
    incoming.emit('end');
  });
}

/** Dynalite accepts any signature. */
const signed = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=inside/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
  'x-amz-date': '20260101T000000Z',
  'content-type': 'application/x-amz-json-1.0',
};

/** A request of the sandbox itself: not recorded, without faults and permission checks. */
async function ask(dynalite: Server, operation: string, input: object): Promise<unknown> {
  const headers = { ...signed, 'x-amz-target': `DynamoDB_20120810.${operation}` };
  const request = {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers,
    body: JSON.stringify(input),
  };
  const { status, body } = await send(dynalite, request);
  if (status !== 200) throw new Error(`${operation}: ${body}`);
  return JSON.parse(body);
}

function errorType(body: string): string | undefined {
  const parsed = parse(body);
  const type = isPlainObject(parsed) ? parsed['__type'] : undefined;
  return typeof type === 'string' ? type.split('#').at(-1) : undefined;
}

function errorText(body: string): string | undefined {
  const parsed = parse(body);
  const text = isPlainObject(parsed) ? (parsed['message'] ?? parsed['Message']) : undefined;
  return typeof text === 'string' ? text : undefined;
}

function tableName(body: string): string {
  const parsed = parse(body);
  const name = isPlainObject(parsed) ? parsed['TableName'] : undefined;
  return typeof name === 'string' ? (name.split('/').at(-1) ?? name) : '';
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

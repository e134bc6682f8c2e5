import { AwsError } from './aws-error';
import type { HttpRequest, HttpResponse } from './http';
import { fromJson, toJson } from './json';
import type { Model, Operation } from './operation';
import { fromQuery } from './query';
import { decodeChunks } from './aws-chunked';
import { matchBucketRoute } from './bucket-route';
import { matchRoute, payloadMember, readBindings, writeBindings } from './rest';
import { recordOf, type Shape } from './shape';
import { element, escapeXml, toXml } from './xml';
import { fromXml, parseXml } from './xml-read';
import type { Protocol } from '../services/service';

/** The settings of a service that determine how its requests are read. */
interface Dialect {
  readonly protocol: Protocol;
  /** The bucket is the first part of the path, although the schema has it in the host's name (S3's path style). */
  readonly bucketInPath?: boolean;
}

/** The operation that a request names, and its input, decoded by the SDK's schema. */
export function readRequest(
  { protocol, bucketInPath = false }: Dialect,
  model: Model,
  request: HttpRequest,
): { operation: Operation; readInput: () => unknown } {
  switch (protocol) {
    case 'json-1.0':
    case 'json-1.1': {
      const operation = named(model, (request.headers['x-amz-target'] ?? '').split('.').at(-1));
      return { operation, readInput: () => fromJson(operation.input, parseJson(request.body)) };
    }
    case 'query':
    case 'ec2': {
      const body = new URLSearchParams(request.body);
      const operation = named(model, body.get('Action'));
      return { operation, readInput: () => fromQuery(operation.input, body, protocol) };
    }
    case 'rest-json':
    case 'rest-xml':
      return readRest(protocol, model, bucketInPath ? decodeChunks(request) : request, bucketInPath);
  }
}

function readRest(
  protocol: 'rest-json' | 'rest-xml',
  model: Model,
  request: HttpRequest,
  bucketInPath: boolean,
) {
  const route = bucketInPath
    ? matchBucketRoute(model.operations.values(), request)
    : matchRoute(model.operations.values(), request);
  if (route === undefined) throw unknownOperation(`${request.method} ${request.path}`);
  const { operation, labels } = route;
  const readInput = () => {
    const { input } = operation;
    if (input.kind !== 'structure') return {};
    const bound = readBindings(input, labels, request, operation.http?.path ?? '');
    if (request.body === '') return bound;
    const payload = payloadMember(input);
    const shape = payload?.shape ?? input;
    if (payload?.shape.kind === 'blob')
      return { ...bound, [payload.name]: Buffer.from(request.bytes ?? request.body) };
    if (payload?.shape.kind === 'string') return { ...bound, [payload.name]: request.body };
    const body =
      protocol === 'rest-json'
        ? fromJson(shape, parseJson(request.body))
        : fromXml(shape, parseXml(request.body));
    return payload === undefined ? { ...recordOf(body), ...bound } : { ...bound, [payload.name]: body };
  };
  return { operation, readInput };
}

/** Encodes an output by the SDK's schema. */
export function writeResponse(
  protocol: Protocol,
  operation: Operation,
  output: unknown,
  requestId: string,
  xmlNamespace = '',
): HttpResponse {
  const value = output ?? {};
  const namespace = ` xmlns="${xmlNamespace}"`;
  switch (protocol) {
    case 'json-1.0':
    case 'json-1.1':
      return {
        status: 200,
        headers: { 'content-type': contentType(protocol) },
        body: JSON.stringify(operation.output.kind === 'unit' ? {} : toJson(operation.output, value)),
      };
    case 'query': {
      const result = members(operation.output, value);
      const metadata = element('ResponseMetadata', element('RequestId', requestId));
      const wrapped = operation.output.kind === 'unit' ? '' : element(`${operation.name}Result`, result);
      return xml(200, element(`${operation.name}Response`, wrapped + metadata, namespace));
    }
    case 'ec2': {
      const result = element('requestId', requestId) + members(operation.output, value);
      return xml(200, element(`${operation.name}Response`, result, namespace));
    }
    case 'rest-json':
    case 'rest-xml':
      return writeRest(protocol, operation, value, namespace);
  }
}

function writeRest(
  protocol: 'rest-json' | 'rest-xml',
  operation: Operation,
  value: unknown,
  namespace: string,
): HttpResponse {
  const { output } = operation;
  const usual = operation.http?.status ?? 200;
  if (output.kind !== 'structure') return { status: usual, headers: {}, body: '' };
  const { status = usual, headers, body } = writeBindings(output, value);
  const payload = payloadMember(output);
  if (payload?.shape.kind === 'blob') {
    const bytes = body[payload.name];
    const content = bytes instanceof Uint8Array ? bytes : new Uint8Array();
    const text = Buffer.from(content).toString('utf8');
    return {
      status,
      headers: { 'content-type': contentType(protocol), ...headers },
      body: text,
      bytes: content,
    };
  }
  if (protocol === 'rest-json') {
    const text = JSON.stringify(toJson(output, body));
    return { status, headers: { ...headers, 'content-type': contentType(protocol) }, body: text };
  }
  if (payload?.shape.kind === 'string') return { status, headers, body: textOf(body[payload.name]) };
  const named = output.traits['xmlName'];
  const root = typeof named === 'string' ? named : output.name;
  // In S3's GetBucketLocation, the only member is the root element.
  const isUnwrapped = root !== output.name && output.members()[0]?.name === root;
  const text = isUnwrapped
    ? element(root, escapeXml(textOf(body[root])), namespace)
    : element(root, members(output, body), namespace);
  const response = xml(status, text);
  return { ...response, headers: { ...headers, ...response.headers } };
}

function members(shape: Shape, value: unknown): string {
  return shape.kind === 'unit' ? '' : toXml(shape, value);
}

function xml(status: number, body: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}

export function contentType(protocol: Protocol): string {
  if (protocol === 'json-1.0') return 'application/x-amz-json-1.0';
  if (protocol === 'json-1.1') return 'application/x-amz-json-1.1';
  return protocol === 'rest-json' ? 'application/json' : 'text/xml;charset=UTF-8';
}

function named(model: Model, name: string | null | undefined): Operation {
  const operation = model.operations.get(name ?? '');
  if (operation === undefined) throw unknownOperation(name ?? '(none)');
  return operation;
}

function unknownOperation(name: string): AwsError {
  return new AwsError('UnknownOperationException', `The operation ${name} is not known`, 404);
}

function parseJson(body: string): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body);
  } catch (cause) {
    const error = new AwsError('SerializationException', 'The request body is not valid JSON');
    error.cause = cause;
    throw error;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

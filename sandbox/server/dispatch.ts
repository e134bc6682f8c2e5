import type { Account, Call } from '../account/account';
import type { RecordedCall } from '../account/calls';
import type { Fault, FaultHook } from '../account/faults';
import { defaultIdentity } from '../account/identity';
import { managementEvent } from '../events/cloudtrail';
import { AwsError } from '../protocol/aws-error';
import { readRequest, writeResponse } from '../protocol/codec';
import type { HttpRequest, HttpResponse } from '../protocol/http';
import { readModel, type Model, type Operation } from '../protocol/operation';
import { missingMember } from '../protocol/required';
import { writeError } from '../protocol/write-error';
import { isReadOnly, type Service } from '../services/service';
import type { Scope } from './scope';

/** What the server does with the connection. */
export type Answer =
  | { readonly kind: 'respond'; readonly response: HttpResponse; readonly delay: number }
  | { readonly kind: 'reset' | 'silent' };

export interface Host {
  readonly account: Account;
  readonly fault: () => FaultHook | undefined;
  readonly record: (call: RecordedCall) => void;
}

const models = new WeakMap<Service, Promise<Model>>();

/** Performs one request against a service: decode, faults, operation, record, event, encode. */
export async function dispatch(
  host: Host,
  service: Service,
  scope: Scope,
  request: HttpRequest,
): Promise<Answer> {
  const { account } = host;
  const requestId = account.ids.uuid();
  let model: Model | undefined;
  let operation: Operation | undefined;
  let input: unknown;
  let outcome: { response: HttpResponse; output?: unknown; error?: AwsError };
  let fault: Fault = { kind: 'none' };
  try {
    model = await modelOf(service);
    const read = readRequest(service.protocol, model, request);
    operation = read.operation;
    input = read.readInput();
    fault = host.fault()?.(recorded(service, operation, scope, input, request, account.clock.now())) ?? fault;
    if (fault.kind !== 'timeout-before' && fault.kind !== 'reset') {
      raise(fault, service);
      const output = await perform(account, service, operation, scope, input);
      outcome = {
        response: writeResponse(service.protocol, operation, output, requestId, service.xmlNamespace),
        output,
      };
    } else {
      outcome = { response: { status: 0, headers: {}, body: '' } };
    }
  } catch (cause) {
    const error = asAwsError(cause, service);
    outcome = {
      response: writeError(service.protocol, model, error, requestId, service.xmlNamespace),
      error,
    };
  }
  const answered = fault.kind === 'none' || fault.kind === 'latency' || outcome.error !== undefined;
  if (operation !== undefined) {
    const call = recorded(service, operation, scope, input, request, account.clock.now());
    host.record({
      ...call,
      errorCode: outcome.error?.code,
      status: answered ? outcome.response.status : 0,
    });
    const { error, output } = outcome;
    const arrived = fault.kind !== 'timeout-before' && fault.kind !== 'reset';
    if (arrived && isManagementWrite(service, operation)) {
      const identity = identityOf(account, scope);
      account.emit(
        managementEvent({ account, service, operation, call, identity, error, output, requestId }),
      );
    }
  }
  if (!answered) return { kind: fault.kind === 'reset' ? 'reset' : 'silent' };
  const headers = { 'x-amzn-requestid': requestId, ...outcome.response.headers };
  const delay = fault.kind === 'latency' ? fault.milliseconds : 0;
  return { kind: 'respond', response: { ...outcome.response, headers }, delay };
}

function isManagementWrite(service: Service, operation: Operation): boolean {
  return !isReadOnly(service, operation.name) && service.dataOperations?.has(operation.name) !== true;
}

async function perform(
  account: Account,
  service: Service,
  operation: Operation,
  scope: Scope,
  input: unknown,
): Promise<unknown> {
  const handler = service.operations[operation.name];
  if (handler === undefined) {
    const text = `The embedded account does not implement ${service.name}:${operation.name}`;
    throw new AwsError('NotImplemented', text, 501);
  }
  const checksItself = service.checksOwnInput?.has(operation.name) === true;
  const missing = checksItself ? undefined : missingMember(operation.input, input);
  if (missing !== undefined) throw missingError(service, missing);
  const readOnly = isReadOnly(service, operation.name);
  if (!readOnly) account.store.beforeWrite(service.slot, scope.region);
  const views = new Map<string, unknown>();
  const call: Call = {
    account,
    region: scope.region,
    identity: identityOf(account, scope),
    now: account.clock.now(),
    state(slot) {
      if (!readOnly || slot.name !== service.slot.name) return account.store.current(slot, scope.region);
      if (!views.has(slot.name)) views.set(slot.name, account.store.read(slot, scope.region));
      // The slot's name is the key of its own state.
      return views.get(slot.name) as ReturnType<typeof slot.create>;
    },
  };
  // The input was decoded by the schema of the same operation that types the handler.
  return await handler(input as never, call);
}

function identityOf(account: Account, scope: Scope) {
  const known = scope.accessKeyId === undefined ? undefined : account.identities.get(scope.accessKeyId);
  return known ?? defaultIdentity(account.accountId, scope.accessKeyId);
}

function recorded(
  service: Service,
  operation: Operation,
  scope: Scope,
  input: unknown,
  request: HttpRequest,
  time: number,
): Omit<RecordedCall, 'errorCode' | 'status'> {
  return {
    service: service.name,
    operation: operation.name,
    region: scope.region,
    input,
    accessKeyId: scope.accessKeyId,
    sessionToken: request.headers['x-amz-security-token'],
    userAgent: request.headers['user-agent'],
    time,
  };
}

function raise(fault: Fault, service: Service): void {
  switch (fault.kind) {
    case 'throttle':
      throw new AwsError(service.throttled.code, 'Rate exceeded', service.throttled.status);
    case '5xx':
      throw new AwsError('InternalFailure', 'An internal error has occurred. Please retry.', 500);
    case 'denied':
      throw new AwsError(
        service.denied.code,
        fault.message ?? 'User is not authorized to perform this operation',
        service.denied.status,
      );
    default:
  }
}

function missingError(service: Service, path: string): AwsError {
  if (service.protocol === 'ec2') {
    return new AwsError('MissingParameter', `The request must contain the parameter ${path}`);
  }
  const code = service.protocol === 'query' ? 'ValidationError' : 'ValidationException';
  const constraint = 'failed to satisfy constraint: Member must not be null';
  return new AwsError(code, `1 validation error detected: Value null at '${path}' ${constraint}`);
}

function asAwsError(cause: unknown, service: Service): AwsError {
  if (cause instanceof AwsError) return cause;
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  const error = new AwsError(
    'InternalFailure',
    `The embedded account failed in ${service.name}: ${text}`,
    500,
  );
  error.cause = cause;
  return error;
}

function modelOf(service: Service): Promise<Model> {
  const known = models.get(service);
  if (known !== undefined) return known;
  const model = service.sdk().then(readModel);
  models.set(service, model);
  return model;
}

import type { Account } from '../account/account';
import type { PendingCall, RecordedCall } from '../account/calls';
import type { Fault, FaultHook } from '../account/faults';
import type { RateMeter } from '../account/meter';
import { managementEvent } from '../events/cloudtrail';
import type { Authorizer } from '../authorization/authorizer';
import { AwsError } from '../protocol/aws-error';
import { readRequest, writeResponse } from '../protocol/codec';
import type { HttpRequest, HttpResponse } from '../protocol/http';
import type { Model, Operation } from '../protocol/operation';
import { writeError } from '../protocol/write-error';
import { modelOf } from '../services/model';
import { isReadOnly, type Service } from '../services/service';
import { callerIdentity, performOperation } from './perform';
import { asAwsError, raise, requireSession, throttled } from './refusals';
import type { CredentialScope } from './credential-scope';

/** What the server does with the connection: answers, resets it, or never answers. */
export type ServerAnswer =
  | { readonly kind: 'respond'; readonly response: HttpResponse; readonly delay: number }
  | { readonly kind: 'reset' | 'silent' };

export interface ServerHost {
  readonly account: Account;
  readonly fault: () => FaultHook | undefined;
  readonly record: (call: RecordedCall) => void;
  readonly authorizer: Authorizer;
  readonly isThrottled: RateMeter;
}

/** Performs one request against a service: decode, faults, operation, record, event, encode. */
export async function dispatch(
  host: ServerHost,
  service: Service,
  scope: CredentialScope,
  request: HttpRequest,
): Promise<ServerAnswer> {
  const { account } = host;
  const requestId = account.ids.uuid();
  let model: Model | undefined;
  let operation: Operation | undefined;
  let input: unknown;
  let outcome: { response: HttpResponse; output?: unknown; error?: AwsError };
  let fault: Fault = { kind: 'none' };
  try {
    model = await modelOf(service);
    const read = readRequest(service, model, request);
    operation = read.operation;
    input = read.readInput();
    fault = host.fault()?.(recorded(service, operation, scope, input, request, account.clock.now())) ?? fault;
    if (fault.kind !== 'timeout-before' && fault.kind !== 'reset') {
      raise(fault, service);
      requireSession(account, service, scope.accessKeyId);
      if (host.isThrottled(service.name)) throw throttled(service);
      requirePermission(host, service, operation, scope, input);
      const output = await performOperation(account, service, operation, model.enums, scope, input);
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
      response: writeError(service, model, error, requestId),
      error,
    };
  }
  const answered = fault.kind === 'none' || fault.kind === 'latency' || outcome.error !== undefined;
  if (operation !== undefined) {
    const call = recorded(service, operation, scope, input, request, account.clock.now());
    host.record({
      ...call,
      errorCode: outcome.error?.code,
      errorMessage: outcome.error?.message,
      status: answered ? outcome.response.status : 0,
    });
    const { error, output } = outcome;
    const arrived = fault.kind !== 'timeout-before' && fault.kind !== 'reset';
    if (arrived && isManagementWrite(service, operation)) {
      const identity = callerIdentity(account, scope);
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

function requirePermission(
  { account, authorizer }: ServerHost,
  service: Service,
  operation: Operation,
  scope: CredentialScope,
  input: unknown,
): void {
  const { region } = scope;
  const identity = callerIdentity(account, scope);
  const refusal = authorizer.refusal({
    service: service.name,
    operation: operation.name,
    input,
    region,
    identity,
  });
  if (refusal === undefined) return;
  const { code, status } = service.denied;
  if (service.protocol !== 'ec2') throw new AwsError(code, refusal, status);
  // Only sts:DecodeAuthorizationMessage can read the encoded text.
  const encoded = `Encoded authorization failure message: ${account.ids.lower(64)}`;
  throw new AwsError(
    code,
    `You are not authorized to perform this operation. ${refusal}. ${encoded}`,
    status,
  );
}

function isManagementWrite(service: Service, operation: Operation): boolean {
  return !isReadOnly(service, operation.name) && service.dataOperations?.has(operation.name) !== true;
}

function recorded(
  service: Service,
  operation: Operation,
  scope: CredentialScope,
  input: unknown,
  request: HttpRequest,
  time: number,
): PendingCall {
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

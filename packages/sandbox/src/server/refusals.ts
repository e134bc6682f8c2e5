import type { Account } from '../account/account';
import type { Fault } from '../account/faults';
import { AwsError } from '../protocol/aws-error';
import type { Service } from '../services/service';

/** Throws the error that a fault asks for, in the service's own words. */
export function raise(fault: Fault, service: Service): void {
  switch (fault.kind) {
    case 'throttle':
      throw throttled(service);
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

/** Refuses the calls of an expired session, as the services of each protocol do. */
export function requireSession(
  { expired }: Account,
  { protocol }: Service,
  accessKeyId: string | undefined,
): void {
  if (accessKeyId === undefined || !expired.has(accessKeyId)) return;
  if (protocol === 'ec2') throw new AwsError('RequestExpired', 'Request has expired.', 400);
  const isXml = protocol === 'query' || protocol === 'rest-xml';
  throw new AwsError(
    isXml ? 'ExpiredToken' : 'ExpiredTokenException',
    'The security token included in the request is expired',
    isXml ? 403 : 400,
  );
}

/** A service's answer to a caller that sends too many requests. */
export function throttled({ throttled: { code, status, says = 'Rate exceeded' } }: Service): AwsError {
  return new AwsError(code, says, status);
}

/** Any error other than an `AwsError` is a mistake in the sandbox: a 500 that includes the stack trace. */
export function asAwsError(cause: unknown, service: Service): AwsError {
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

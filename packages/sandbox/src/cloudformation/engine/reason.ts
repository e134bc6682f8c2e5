import { isPlainObject } from '../../protocol/shape';
import { ResourceError } from '../provider';
import { TemplateError } from '../template';
import { AwsError } from '../../protocol/aws-error';

/** CloudFormation's `HandlerErrorCode` for a service's error code. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/AlreadyExists|AlreadyOwned|ResourceInUse|EntityAlreadyExists|NameExists/, 'AlreadyExists'],
  [/AccessDenied|Unauthorized|NotAuthorized/, 'AccessDenied'],
  [/NotFound|NoSuch|NonExistent/, 'NotFound'],
  [/Throttl|TooManyRequests|RequestLimitExceeded/, 'Throttling'],
  [/LimitExceeded/, 'ServiceLimitExceeded'],
  [/Conflict|ConcurrentModification/, 'ResourceConflict'],
];

function handlerCode(name: string): string {
  return CODES.find(([pattern]) => pattern.test(name))?.[1] ?? 'InvalidRequest';
}

/** Why a resource failed, as its event shows it. `token` is that of the request to the resource's handler. */
export function reasonOf(error: unknown, service: string, token: string): string {
  const handled = (message: string, code: string) =>
    `Resource handler returned message: "${message}" (RequestToken: ${token}, HandlerErrorCode: ${code})`;
  if (error instanceof ResourceError)
    return error.code === '' ? error.message : handled(error.message, error.code);
  if (error instanceof TemplateError) return error.message;
  if (error instanceof AwsError)
    return handled(withService(error.message, service, error.status ?? 400, token), handlerCode(error.code));
  if (!(error instanceof Error)) return String(error);
  const metadata: unknown = Reflect.get(error, '$metadata');
  if (!isPlainObject(metadata)) return `The embedded account failed: ${error.stack ?? error.message}`;
  const { httpStatusCode: status, requestId } = metadata;
  return handled(
    withService(error.message, service, Number(status), String(requestId)),
    handlerCode(error.name),
  );
}

function withService(message: string, service: string, status: number, requestId: string): string {
  return `${message} (Service: ${service}, Status Code: ${status}, Request ID: ${requestId})`;
}

/** Whether an error says that the resource to be deleted no longer exists. */
export function isNotFound(error: unknown): boolean {
  const name = error instanceof AwsError ? error.code : error instanceof Error ? error.name : '';
  return handlerCode(name) === 'NotFound';
}

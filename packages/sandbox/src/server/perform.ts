import type { Account, Call } from '../account/account';
import { defaultIdentity, type UserIdentity } from '../account/identity';
import { AwsError } from '../protocol/aws-error';
import type { Operation } from '../protocol/operation';
import { type Enums, type ShapeProblem, problemIn } from '../protocol/problem';
import { isReadOnly, type Service } from '../services/service';
import type { CredentialScope } from './credential-scope';

/**
 * Runs one operation on the state that the caller may see. Input and output are checked against the SDK's schemas.
 * @throws AwsError for an input that AWS would refuse
 * @throws TypeError for an output that AWS could not give: a mistake in the sandbox
 */
export async function performOperation(
  account: Account,
  service: Service,
  operation: Operation,
  enums: Enums,
  scope: CredentialScope,
  input: unknown,
): Promise<unknown> {
  const handler = service.operations[operation.name];
  if (handler === undefined) {
    const text = `The embedded account does not implement ${service.name}:${operation.name}`;
    throw new AwsError('NotImplemented', text, 501);
  }
  const checksItself = service.checksOwnInput?.has(operation.name) === true;
  const problem = checksItself ? undefined : problemIn(operation.input, input, enums);
  if (problem !== undefined) throw inputError(service, problem);
  const readOnly = isReadOnly(service, operation.name);
  if (!readOnly) account.store.beforeWrite(service.slot, scope.region);
  const views = new Map<string, unknown>();
  const call: Call = {
    account,
    region: scope.region,
    identity: callerIdentity(account, scope),
    now: account.clock.now(),
    state(slot) {
      if (!readOnly || slot.name !== service.slot.name) return account.store.current(slot, scope.region);
      if (!views.has(slot.name)) views.set(slot.name, account.store.read(slot, scope.region));
      // A view is only stored under the name of its own slot.
      return views.get(slot.name) as ReturnType<typeof slot.create>;
    },
  };
  // The input was decoded with the schema of the operation that also types the handler.
  const output: unknown = await handler(input as never, call);
  const wrong = problemIn(operation.output, output ?? {}, enums);
  if (wrong !== undefined)
    throw new TypeError(
      `The answer of ${service.name}:${operation.name} is not AWS's: ${wrong.path} ${wrong.text}`,
    );
  return output;
}

/** The caller: the session of the access key, or the account's administrator. */
export function callerIdentity(account: Account, scope: CredentialScope): UserIdentity {
  const known = scope.accessKeyId === undefined ? undefined : account.identities.get(scope.accessKeyId);
  return known ?? defaultIdentity(account.region, account.accountId, scope.accessKeyId);
}

/** The error for an invalid input, in the service's words. */
function inputError(service: Service, { kind, path, text }: ShapeProblem): AwsError {
  if (service.protocol === 'ec2')
    return kind === 'missing'
      ? new AwsError('MissingParameter', `The request must contain the parameter ${path}`)
      : new AwsError('InvalidParameterValue', `Invalid value for ${path}: ${text}`);
  const code = service.protocol === 'query' ? 'ValidationError' : 'ValidationException';
  const constraint = `failed to satisfy constraint: Member ${kind === 'missing' ? 'must not be null' : text}`;
  const value = kind === 'missing' ? 'Value null' : 'Value';
  return new AwsError(code, `1 validation error detected: ${value} at '${path}' ${constraint}`);
}

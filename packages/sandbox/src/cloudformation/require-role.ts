import type { Need } from '../authorization/need';
import type { StackHost } from './provider';
import { TemplateError } from './template';

/**
 * Lambda refuses a mapping or a destination that the function's role does not allow.
 * @throws TemplateError if it is not allowed, or there is no such function
 */
export function requireRole(
  { functions, sandbox, region }: StackHost,
  functionArn: string,
  location: string,
  needs: readonly Need[],
): void {
  const roleArn = functions.deployed.get(functionArn)?.roleArn;
  if (roleArn === undefined) throw new TemplateError(location, `there is no function ${functionArn}`);
  const refusal = sandbox.authorizer.refusalOf(roleArn, region, needs);
  if (refusal !== undefined)
    throw new TemplateError(location, `the function's role does not allow it: ${refusal}`);
}

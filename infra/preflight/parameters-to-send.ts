import type { Parameter } from '@aws-sdk/client-cloudformation';
import { type DeclaredParameters, optionOf, whyNotAllowed } from './declared';
import { RefusedError } from './problem';

/**
 * The parameters of CreateStack (`previous` is undefined) or UpdateStack. What is left out gets its default; a value of
 * the last deployment stays only where it is asked for, which CloudFormation refuses for a parameter that the stack does
 * not have yet ("Cannot specify usePreviousValue as true for a parameter key not in the previous template").
 * @param given by parameter
 * @param previous the values of the stack that is there, by parameter
 */
export function parametersToSend(
  declared: DeclaredParameters,
  given: ReadonlyMap<string, string>,
  previous: ReadonlyMap<string, string> | undefined,
): readonly Parameter[] {
  return Object.keys(declared).flatMap((ParameterKey): readonly Parameter[] => {
    const ParameterValue = given.get(ParameterKey);
    if (ParameterValue !== undefined) return [{ ParameterKey, ParameterValue }];
    return previous?.has(ParameterKey) === true ? [{ ParameterKey, UsePreviousValue: true }] : [];
  });
}

/**
 * Refuses a value of the last deployment that stays and that this version does not allow any more.
 * @throws RefusedError
 */
export function refuseStaleValues(
  declared: DeclaredParameters,
  given: ReadonlyMap<string, string>,
  previous: ReadonlyMap<string, string>,
): void {
  for (const [parameter, declaration] of Object.entries(declared)) {
    const value = previous.get(parameter);
    if (value === undefined || given.has(parameter)) continue;
    const why = whyNotAllowed(value, declaration);
    if (why === undefined) continue;
    const option = optionOf(parameter);
    throw new RefusedError({
      says: `The option ${option} is "${value}" since an earlier deployment, which this version does not allow.`,
      remedy: `${why} Deploy with --param="${option}=${declaration.Default ?? 'VALUE'}".`,
    });
  }
}

/**
 * Whether the options alone are reason enough to deploy: the framework skips a deployment whose template and code are
 * those of the last one, whatever its parameters are, and whether or not that one was rolled back.
 */
export function isDeploymentNeeded(
  given: ReadonlyMap<string, string>,
  previous: ReadonlyMap<string, string>,
  status: string,
): boolean {
  if (/ROLLBACK|FAILED/.test(status)) return true;
  return [...given].some(([parameter, value]) => previous.get(parameter) !== value);
}

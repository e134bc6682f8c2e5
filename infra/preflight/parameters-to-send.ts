import type { Parameter } from '@aws-sdk/client-cloudformation';
import { type DeclaredParameters, optionOf, whyNotAllowed } from './declared';
import { RefusedError } from './problem';

/**
 * The parameters for CreateStack (`previous` is undefined) or UpdateStack. A parameter that is left out gets its
 * default, so a value of the last deployment must be kept explicitly. CloudFormation refuses that for a parameter that
 * the stack does not have yet ("Cannot specify usePreviousValue as true for a parameter key not in the previous
 * template").
 * @param given by parameter
 * @param previous the values of the existing stack, by parameter
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
 * Refuses to keep a value of the last deployment that this version no longer allows.
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
 * Whether the options alone require a deployment. The framework skips a deployment if template and code are those of
 * the last one, even if parameters have changed, or if the last deployment was rolled back.
 */
export function isDeploymentNeeded(
  given: ReadonlyMap<string, string>,
  previous: ReadonlyMap<string, string>,
  status: string,
): boolean {
  if (/ROLLBACK|FAILED/.test(status)) return true;
  return [...given].some(([parameter, value]) => previous.get(parameter) !== value);
}

import { actionNames } from './action-names';

const unordered = Object.entries(actionNames).flatMap(([service, names]) =>
  names
    .split(/\s+/)
    .filter((name) => name !== '')
    .map((name) => `${service}:${name}`),
);

/**
 * Every action of SageMaker and of the services with which it is opened and used, for example `sagemaker:StartSession`
 * or `datazone:GetIamPortalLoginUrl`. A mistyped action would protect nothing, so settings refuse any name that is not
 * listed here.
 */
export const knownActions: readonly string[] = unordered.map((name) => name.replace('*', ''));

const untyped: ReadonlySet<string> = new Set(
  unordered.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
);

/** Whether the service authorization reference is known to give the action a type of resource. */
export function hasResourceType(action: string): boolean {
  return !untyped.has(action);
}

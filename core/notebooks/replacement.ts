import type { ResourceRef } from '../model/resource';

/**
 * The name of a notebook's replacement: `churn` → `churn-vpc`. A name that would exceed the 63 characters allowed is
 * cut and gets a number computed from the whole name, so that names with the same beginning stay distinct.
 */
export function replacementName(name: string): string {
  if (name.length <= 59) return `${name}-vpc`;
  let sum = 0;
  for (let at = 0; at < name.length; at += 1) sum = (sum * 31 + name.charCodeAt(at)) % 1_679_616;
  return `${name.slice(0, 54)}-${sum.toString(36).padStart(4, '0')}-vpc`;
}

/** Each notebook with its replacement, so that a plan that was half carried out continues where it stopped. */
export function withReplacements(
  scope: readonly ResourceRef[] | 'account',
): readonly ResourceRef[] | 'account' {
  if (scope === 'account') return scope;
  return scope.flatMap((ref) => [ref, { type: ref.type, id: replacementName(ref.id) }]);
}

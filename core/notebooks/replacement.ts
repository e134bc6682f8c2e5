import type { ResourceRef } from '../model/resource';

/**
 * `churn` → `churn-vpc`. A name that is too long for that (63 characters are allowed) is cut, and tells itself apart from
 * others that begin alike by a number made from the whole name.
 */
export function replacementName(name: string): string {
  if (name.length <= 59) return `${name}-vpc`;
  let sum = 0;
  for (let at = 0; at < name.length; at += 1) sum = (sum * 31 + name.charCodeAt(at)) % 1_679_616;
  return `${name.slice(0, 54)}-${sum.toString(36).padStart(4, '0')}-vpc`;
}

/** Each with its replacement, so that a plan that was half carried out goes on where it stopped. */
export function withReplacements(
  scope: readonly ResourceRef[] | 'account',
): readonly ResourceRef[] | 'account' {
  if (scope === 'account') return scope;
  return scope.flatMap((ref) => [ref, { type: ref.type, id: replacementName(ref.id) }]);
}

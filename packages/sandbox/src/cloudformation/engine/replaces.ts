import type { Provider } from '../provider';

/** Whether changing these properties creates a new resource instead of updating the current one. */
export function replaces({ update, replacedBy = [] }: Provider, changed: readonly string[]): boolean {
  return changed.length > 0 && (update === undefined || changed.some((name) => replacedBy.includes(name)));
}

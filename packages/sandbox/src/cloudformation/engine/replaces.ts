import type { Provider } from '../provider';

/** Whether a change of these properties puts another resource in the place of the one that is there. */
export function replaces({ update, replacedBy = [] }: Provider, changed: readonly string[]): boolean {
  return changed.length > 0 && (update === undefined || changed.some((name) => replacedBy.includes(name)));
}

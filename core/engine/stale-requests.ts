import type { FindingRecord } from '../model/ledger';

/**
 * A person's request may come long after it was made: out of the dead letters, after two weeks. It is only about what
 * the person saw.
 */

/** Times of events are whole seconds: somebody chose at the end of that second at the latest (ms). */
const second = 1_000;

/** Whether something happened only after a person chose; `false` where nobody knows when that was. */
function isAfter(at: string, chosenAt: string | undefined): boolean {
  return chosenAt !== undefined && Date.parse(at) >= Date.parse(chosenAt) + second;
}

/** Why an approval is not about the plan that is shown now. */
export function whyOtherPlan(
  { shown, shownAt, updatedAt }: FindingRecord,
  chosenAt: string | undefined,
): string | undefined {
  if (shown.length === 0 || !isAfter(shownAt ?? updatedAt, chosenAt)) return undefined;
  return `the plan has changed since it was approved (${String(chosenAt)}); look at it and approve it again`;
}

/** Why an undo is not about what would be taken back now. */
export function whyNotMeant(
  steps: readonly { readonly call: string; readonly at: string }[],
  chosenAt: string | undefined,
): string | undefined {
  const late = steps.find(({ at }) => isAfter(at, chosenAt));
  if (late === undefined) return undefined;
  return `${late.call} was done only after the undo was chosen (${String(chosenAt)}); look at it and choose again`;
}

import type { FindingRecord } from '../model/ledger';

/**
 * A person's request may arrive long after it was made: up to two weeks, from the dead-letter queue. It applies only
 * to what the person saw.
 */

/** Event times are whole seconds, so the person may have chosen up to this long (ms) after the time given. */
const second = 1_000;

/** Whether something happened after a person chose; `false` if the time of the choice is not known. */
function isAfter(at: string, chosenAt: string | undefined): boolean {
  return chosenAt !== undefined && Date.parse(at) >= Date.parse(chosenAt) + second;
}

/** Why an approval does not apply to the plan that is shown now. */
export function whyOtherPlan(
  { shown, shownAt, updatedAt }: FindingRecord,
  chosenAt: string | undefined,
): string | undefined {
  if (shown.length === 0 || !isAfter(shownAt ?? updatedAt, chosenAt)) return undefined;
  return `the plan has changed since it was approved (${String(chosenAt)}); look at it and approve it again`;
}

/** Why an undo does not apply to the steps that it would take back now. */
export function whyNotMeant(
  steps: readonly { readonly call: string; readonly at: string }[],
  chosenAt: string | undefined,
): string | undefined {
  const late = steps.find(({ at }) => isAfter(at, chosenAt));
  if (late === undefined) return undefined;
  return `${late.call} was done only after the undo was chosen (${String(chosenAt)}); look at it and choose again`;
}

import { and, not, or, type Term } from './terms';
import type { ReadStatement, Test } from './document';
import { matchesOne, matchesText, readings, type Request, Untranslatable } from './values';

/** Whether a condition holds (IAM user guide: condition operators, set operators, IfExists). */
function holds(test: Test, hasVariables: boolean, request: Request): Term {
  const key = request.keys.get(test.key);
  if (key === undefined) throw new Untranslatable(`the key ${test.key}`);
  const { slots, kind } = key;
  const isPresent = or(slots.map(({ used }) => used));
  if (test.operator === 'Null')
    return or(test.values.map((value) => (value === 'true' ? not(isPresent) : isPresent)));
  const isNegated = test.operator.includes('Not');
  const matches = slots.map((slot) => {
    const found = or(test.values.map((wanted) => matchesOne(test, wanted, slot, hasVariables, request)));
    return { slot, found };
  });
  const wanted = (found: Term) => (isNegated ? not(found) : found);
  if (test.set === 'any') return or(matches.map(({ slot, found }) => and([slot.used, wanted(found)])));
  if (test.set === 'all')
    return and(
      matches.map(({ slot, found }) => {
        const isNothing = kind === 'text' ? [`(= ${slot.value} "")`] : [];
        return or([not(slot.used), ...isNothing, wanted(found)]);
      }),
    );
  const some = or(matches.map(({ slot, found }) => and([slot.used, found])));
  if (isNegated) return not(some);
  return test.ifExists ? or([not(isPresent), some]) : some;
}

/** Whether a statement about the action applies to the request. */
export function applies(statement: ReadStatement, request: Request): Term {
  const { resources, isNotResource, tests, hasVariables } = statement;
  const covered = or(
    resources.flatMap((pattern) =>
      readings(pattern, hasVariables, request).map(({ when, parts }) =>
        and([when, matchesText('resource', parts, true)]),
      ),
    ),
  );
  return and([
    isNotResource ? not(covered) : covered,
    ...tests.map((test) => holds(test, hasVariables, request)),
  ]);
}

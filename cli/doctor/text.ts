import type { Paint } from '../output/paint';
import { wrap } from '../output/wrap';
import type { Readiness, Diagnosis } from './check';

const marks: Readonly<Record<Readiness, string>> = { good: '✓', note: '!', bad: '✗', unknown: '?' };

/** The diagnoses for a person: what is wrong first, then what could be better, then what is well. */
export function doctorText(diagnoses: readonly Diagnosis[], paint: Paint): string {
  const order: readonly Readiness[] = ['bad', 'unknown', 'note', 'good'];
  const color = { good: paint.good, note: paint.warn, bad: paint.bad, unknown: paint.warn } as const;
  const lines = order.flatMap((condition) =>
    diagnoses
      .filter((one) => one.condition === condition)
      .flatMap(({ id, says, remedy }) => [
        ...indented(`${color[condition](marks[condition])} ${id.padEnd(18)} `, 21, says, paint.width),
        ...(remedy === undefined
          ? []
          : indented(`${' '.repeat(21)}${paint.bold('do:')} `, 25, remedy, paint.width)),
      ]),
  );
  return `${lines.join('\n')}\n\n${summary(diagnoses)}\n`;
}

function summary(diagnoses: readonly Diagnosis[]): string {
  const count = (condition: Readiness): number =>
    diagnoses.filter((one) => one.condition === condition).length;
  const [bad, unknown, notes] = [count('bad'), count('unknown'), count('note')];
  if (bad + unknown + notes === 0) return 'Ready.';
  const parts = [
    ...(bad === 0 ? [] : [`${bad} must be dealt with`]),
    ...(unknown === 0 ? [] : [`${unknown} could not be found out`]),
    ...(notes === 0 ? [] : [`${notes} could be better`]),
  ];
  return `${parts.join(', ')}.`;
}

/** The text after a head of `indent` visible characters; further lines are indented to the same column. */
function indented(head: string, indent: number, text: string, width: number): readonly string[] {
  const [first = '', ...rest] = wrap(text, Math.max(30, width - indent)).split('\n');
  return [`${head}${first}`, ...rest.map((line) => `${' '.repeat(indent)}${line}`)];
}

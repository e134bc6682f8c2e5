import type { Place } from '../../core/model/resource';
import { callText } from '../output/step-text';
import type { Paint } from '../output/paint';
import { wrap } from '../output/wrap';
import { leftoverKinds } from './leftover';
import type { Item } from './run';

/** `palisade/uninstall/1`. */
export function uninstallDocument(
  mode: 'plan' | 'apply',
  { account, region }: Place,
  isDeployed: boolean,
  items: readonly Item[],
) {
  return { schema: 'palisade/uninstall/1', mode, account, region, deployed: isDeployed, items };
}

/** One leftover on a line of its own, with why it stays or could not be taken back. */
export function itemText(
  { kind, id, what, state, because, calls }: Item,
  paint: Paint,
  withCalls: boolean,
): string {
  const mark = {
    'will-go': paint.bad('−'),
    stays: paint.warn('·'),
    gone: paint.good('✓'),
    failed: paint.bad('✗'),
    unknown: paint.warn('?'),
  }[state];
  const indent = ' '.repeat(19);
  const reason = because === undefined ? [] : [wrap(because, paint.width, indent)];
  const shown =
    withCalls && state === 'will-go' && kind !== 'findings' ? calls.map((one) => indent + callText(one)) : [];
  const undo = kind === 'change' ? [`${indent}${paint.dim(id)}`] : [];
  return [wrap(what, paint.width, indent, `${mark} ${kind.padEnd(16)} `), ...undo, ...reason, ...shown].join(
    '\n',
  );
}

/** The commands of the next steps. */
interface NextSteps {
  /** Deletes the stack. */
  readonly remove: string;
  /** Takes back what the plan shows. */
  readonly apply: string;
}

/** The plan, and how to go on. */
export function planText(
  items: readonly Item[],
  place: Place,
  isDeployed: boolean,
  paint: Paint,
  { remove, apply }: NextSteps,
): string {
  const goes = items.filter(({ state }) => state === 'will-go');
  const stays = items.filter(({ state }) => state !== 'will-go');
  const section = (title: string, some: readonly Item[]): readonly string[] =>
    some.length === 0 ? [] : [paint.bold(title), ...some.map((item) => itemText(item, paint, true)), ''];
  return `${[
    ...(items.length === 0 ? [`Nothing of Palisade is left in ${place.account}, ${place.region}.`] : []),
    ...section(`Taken back by --apply, in ${place.account}, ${place.region}:`, goes),
    ...section('Not taken back:', stays),
    ...(isDeployed
      ? [
          wrap(
            `Palisade still runs here and would do it all again. Delete its stack first (\`${remove}\`, or take the account out of the StackSet), then:`,
            paint.width,
          ),
          apply,
        ]
      : []),
    ...(goes.some(({ kind }) => kind === 'change' || kind === 'guardrail')
      ? [wrap('Whatever Palisade had closed is open again afterwards.', paint.width)]
      : []),
    ...(goes.length > 0 && !isDeployed ? [`Nothing was changed. To take it back: ${apply}`] : []),
  ].join('\n')}\n`;
}

/** How many leftovers were taken back, failed, could not be read, or stay. */
export function uninstallSummary(items: readonly Item[]): string {
  const count = (state: Item['state']): number => items.filter((item) => item.state === state).length;
  const parts = [
    `${count('gone')} taken back`,
    ...(count('failed') === 0 ? [] : [`${count('failed')} not taken back; run it again, or do it by hand`]),
    ...(count('unknown') === 0
      ? []
      : [`${count('unknown')} of ${leftoverKinds.length} kinds could not be read`]),
    ...(count('stays') === 0 ? [] : [`${count('stays')} left as said above`]),
  ];
  return `\n${parts.join(', ')}.\n`;
}

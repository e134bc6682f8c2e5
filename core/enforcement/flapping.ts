import type { Drift, FindingRecord } from '../model/ledger';
import type { Settings } from '../settings';
import { describeDuration } from '../settings/duration';

/** So many are remembered; no setting asks for more. */
const keptDrifts = 20;

/** The drifts with one more. `by`: the identities that caused it, as far as events told. */
export function withDrift(
  drifts: readonly Drift[] | undefined,
  at: string,
  by: readonly string[],
): readonly Drift[] {
  return [...(drifts ?? []), { at, ...(by.length === 0 ? {} : { by: [...by] }) }].slice(-keptDrifts);
}

/**
 * Why a person has to look instead of one more remediation: the drift returned more often than the settings allow.
 * It ends when enough of the returns are older than the time that the settings look back.
 */
export function flappingOf(
  { drifts = [] }: Pick<FindingRecord, 'drifts'>,
  { limits }: Settings,
  now: string,
): { readonly because: string; readonly until: string } | undefined {
  const { times, within } = limits.flapping;
  const begin = Date.parse(now) - within;
  // The first drift of all is not a return.
  const returns = drifts.slice(1).filter(({ at }) => Date.parse(at) > begin);
  if (returns.length <= times) return undefined;
  const leaving = returns.at(-times - 1)?.at ?? now;
  return {
    because: `the drift returned ${returns.length} times within ${describeDuration(within)} (limit ${times}): fixing it again is no use before somebody finds out why. Caused by ${causes(returns)}`,
    until: new Date(Date.parse(leaving) + within).toISOString(),
  };
}

/** `arn:… (3 times), arn:…`, most frequent first. */
function causes(returns: readonly Drift[]): string {
  const counted = new Map<string, number>();
  for (const one of returns.flatMap(({ by }) => by ?? [])) counted.set(one, (counted.get(one) ?? 0) + 1);
  if (counted.size === 0) return 'somebody that no event named';
  return [...counted]
    .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .map(([name, times]) => (times === 1 ? name : `${name} (${times} times)`))
    .join(', ');
}

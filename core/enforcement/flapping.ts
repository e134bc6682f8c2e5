import type { Drift, FindingRecord } from '../model/ledger';
import type { Settings } from '../settings';
import { describeDuration } from '../settings/duration';

/** The number of drifts to keep; no setting needs more. */
const keptDrifts = 20;

/**
 * The drifts with one more appended.
 * @param by the identities that caused it, as far as events named them
 */
export function withDrift(
  drifts: readonly Drift[] | undefined,
  at: string,
  by: readonly string[],
): readonly Drift[] {
  return [...(drifts ?? []), { at, ...(by.length === 0 ? {} : { by: [...by] }) }].slice(-keptDrifts);
}

/**
 * Why a person must act instead of one more remediation: the drift returned more often than the settings allow.
 * `until` is when enough of the returns will be older than the period that the settings count.
 */
export function flappingOf(
  { drifts = [] }: Pick<FindingRecord, 'drifts'>,
  { limits }: Settings,
  now: string,
): { readonly because: string; readonly until: string } | undefined {
  const { times, within } = limits.flapping;
  const begin = Date.parse(now) - within;
  // The very first drift is not a return.
  const returns = drifts.slice(1).filter(({ at }) => Date.parse(at) > begin);
  if (returns.length <= times) return undefined;
  const leaving = returns.at(-times - 1)?.at ?? now;
  return {
    because: `the drift returned ${returns.length} times within ${describeDuration(within)} (limit ${times}): fixing it again is no use until somebody finds out why. Caused by ${causes(returns)}`,
    until: new Date(Date.parse(leaving) + within).toISOString(),
  };
}

/** The identities that caused the returns, most frequent first: `arn:… (3 times), arn:…`. */
function causes(returns: readonly Drift[]): string {
  const counted = new Map<string, number>();
  for (const identity of returns.flatMap(({ by }) => by ?? []))
    counted.set(identity, (counted.get(identity) ?? 0) + 1);
  if (counted.size === 0) return 'an identity that no event named';
  return [...counted]
    .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .map(([name, times]) => (times === 1 ? name : `${name} (${times} times)`))
    .join(', ');
}

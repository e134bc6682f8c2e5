import type { RecordedCalls } from '../../core/model/recorded-calls';
import { approvalEvents } from '../tickets/approvals';
import { finders } from './cloudtrail-table';

/** Event source → the names of its events that are parsed for every rule. */
export const cloudTrailEvents: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(finders).map(([eventSource, byName]) => [eventSource, Object.keys(byName)]),
  ),
  ...approvalEvents,
};

/** Parsed in a hand-made event but not subscribed to, because no rule depends on tags of EC2 resources. */
const unrouted: readonly string[] = ['CreateTags', 'DeleteTags'];

/**
 * Event source → the names of its events about resources that EventBridge must match, including those that rules
 * declare. Tickets (see `approvalEvents`) have a pattern of their own.
 */
export function routedEvents(
  declaredCalls: readonly RecordedCalls[],
): Readonly<Record<string, readonly string[]>> {
  const sources = new Set([...Object.keys(finders), ...declaredCalls.map(({ source }) => source)]);
  return Object.fromEntries(
    [...sources].map((source) => {
      const known = Object.keys(finders[source] ?? {}).filter((name) => !unrouted.includes(name));
      const more = declaredCalls.flatMap((calls) => (calls.source === source ? calls.names : []));
      return [source, [...new Set([...known, ...more])]];
    }),
  );
}

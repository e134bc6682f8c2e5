import type { RecordedCalls } from '../../core/recorded-calls';
import type { ResourceRef } from '../../core/resource';
import { declared } from './cloudtrail-finders';
import { isObject, type RecordedCall, textsAt } from './cloudtrail-record';
import { finders } from './cloudtrail-table';

/**
 * The resources that a recorded call changed, as far as rules depend on them; none for other calls.
 * @param declaredCalls what rules wait for besides
 * @throws BadInputError where the record lacks the name
 */
export function refsIn(
  detail: RecordedCall,
  declaredCalls: readonly RecordedCalls[],
): readonly ResourceRef[] {
  const { eventSource, eventName } = detail;
  const bySource = Object.hasOwn(finders, eventSource) ? finders[eventSource] : undefined;
  const find = bySource !== undefined && Object.hasOwn(bySource, eventName) ? bySource[eventName] : undefined;
  return [
    ...(find === undefined ? [] : find(detail)),
    ...declaredCalls
      .filter(({ source, names }) => source === eventSource && names.includes(eventName))
      .flatMap(({ resource }) => declared(resource)(detail)),
  ];
}

/**
 * The tickets that a call put into the status by which a person approves their plan. What it may be about is in the
 * ticket; whether it still is approved is read there too.
 */
export function approvedTickets(detail: RecordedCall): readonly string[] {
  if (detail.eventSource !== 'ssm.amazonaws.com' || detail.eventName !== 'UpdateOpsItem') return [];
  const { requestParameters } = detail;
  const status = isObject(requestParameters) ? requestParameters['status'] : undefined;
  return status === 'InProgress' ? textsAt(detail, 'requestParameters', ['opsItemId']) : [];
}

/** Event source → the names of its events that are understood for every rule. */
export const cloudTrailEvents: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(finders).map(([eventSource, byName]) => [eventSource, Object.keys(byName)]),
  ),
  'ssm.amazonaws.com': ['UpdateOpsItem'],
};

/** Understood where they come in a hand-made event, but not waited for: no rule looks at tags of EC2's resources. */
const unrouted: readonly string[] = ['CreateTags', 'DeleteTags'];

/**
 * Event source → the names of its events about resources that EventBridge has to let through, those that rules declare
 * included. Tickets (`approvedTickets`) have a pattern of their own.
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

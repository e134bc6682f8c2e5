import { z } from 'zod';
import { refKey } from '../../core/model/resource';
import type { Rule } from '../../core/model/rule';
import { invocationKindOf } from '.';
import { parseMessage } from './message';
import { checkedInput } from './parsed-event';
import type { EventRequest } from './trigger-kind';

/** The part of a rule that is needed here. */
type Waiting = Pick<Rule, 'events'> & { readonly meta: Pick<Rule['meta'], 'id'> };

const batch = z.object({ Records: z.array(z.object({ body: z.string() })) });

/**
 * Parses any event that invokes one of the functions: a batch of queue messages or one of them, an invocation by AWS
 * Config, the schedule of the sweep, or a custom action of Security Hub.
 * @throws BadInputError for an event of another kind, or one that its function would refuse
 */
export function parseEvent(
  event: unknown,
  { ownRoles, rules }: { readonly ownRoles: readonly string[]; readonly rules: readonly Waiting[] },
): EventRequest {
  const ruleIds = rules.map(({ meta }) => meta.id);
  const declaredCalls = rules.flatMap(({ events }) => events);
  if (batch.safeParse(event).success)
    return requestFor(
      checkedInput(batch, 'event', event).Records.map(({ body }) =>
        parseMessage(body, ownRoles, declaredCalls),
      ),
    );
  const invocation = invocationKindOf(event);
  if (invocation !== undefined) return invocation.asks(event, ruleIds);
  return requestFor([parseMessage(JSON.stringify(event), ownRoles, declaredCalls)]);
}

function requestFor(parsed: readonly ReturnType<typeof parseMessage>[]): EventRequest {
  const refs = new Map(
    parsed.flatMap((one) => ('refs' in one ? one.refs.map((ref) => [refKey(ref), ref] as const) : [])),
  );
  if (refs.size > 0) return { kind: 'check', over: [...refs.values()] };
  const because = parsed.flatMap((one) => ('ignored' in one ? [one.ignored] : ['it names no resource']));
  return { kind: 'ignored', because: [...new Set(because)].join('; ') };
}

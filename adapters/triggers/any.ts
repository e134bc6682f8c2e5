import { z } from 'zod';
import { refKey } from '../../core/resource';
import { invocationKindOf } from './index';
import { parseMessage } from './message';
import { checked } from './parsed';
import type { Asked } from './trigger-kind';

const batch = z.object({ Records: z.array(z.object({ body: z.string() })) });

/**
 * Understands any event that one of the functions is invoked with: a batch of queue messages or one of them, an
 * invocation by AWS Config, the schedule of the sweep, a custom action of Security Hub.
 * @throws BadInputError for an event of none of these kinds, or one that its function would refuse
 */
export function anyTrigger(
  event: unknown,
  { ownRoles, ruleIds }: { readonly ownRoles: readonly string[]; readonly ruleIds: readonly string[] },
): Asked {
  if (batch.safeParse(event).success)
    return lookAt(checked(batch, 'event', event).Records.map(({ body }) => parseMessage(body, ownRoles)));
  const invocation = invocationKindOf(event);
  if (invocation !== undefined) return invocation.asks(event, ruleIds);
  return lookAt([parseMessage(JSON.stringify(event), ownRoles)]);
}

function lookAt(parsed: readonly ReturnType<typeof parseMessage>[]): Asked {
  const refs = new Map(
    parsed.flatMap((one) => ('refs' in one ? one.refs.map((ref) => [refKey(ref), ref] as const) : [])),
  );
  if (refs.size > 0) return { kind: 'look', over: [...refs.values()] };
  const because = parsed.flatMap((one) => ('ignored' in one ? [one.ignored] : ['it names no resource']));
  return { kind: 'ignored', because: [...new Set(because)].join('; ') };
}

import { BadInputError } from '../../core/model/bad-input';
import type { RecordedCalls } from '../../core/model/recorded-calls';
import { detailTypeOf } from './envelope';
import { messageKindOf } from './index';
import { type ParsedEvent, parseJson } from './parsed-event';

/**
 * The body of a message in the queue of `on-change`: an EventBridge event or a follow-up of our own.
 * @param ownRoles ARNs (`*` for any characters) of the roles that Palisade runs as, whose calls start no work
 * @param declaredCalls calls that rules wait for besides those on resources of the kinds that Palisade knows
 * @throws BadInputError for anything that cannot be understood: it belongs in the dead-letter queue.
 */
export function parseMessage(
  body: string,
  ownRoles: readonly string[],
  declaredCalls: readonly RecordedCalls[],
): ParsedEvent {
  const message = parseJson('queue message', body);
  const kind = messageKindOf(message);
  if (kind !== undefined) return kind.parse(message, { ownRoles, declaredCalls });
  const detailType = detailTypeOf(message);
  throw new BadInputError(
    'queue message',
    detailType === undefined ? '' : 'detail-type',
    detailType === undefined
      ? 'is neither an EventBridge event nor a follow-up'
      : `${detailType} is not a kind of event that Palisade handles`,
  );
}

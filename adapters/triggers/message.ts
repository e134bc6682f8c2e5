import { BadInputError } from '../../core/model/bad-input';
import type { RecordedCalls } from '../../core/model/recorded-calls';
import { detailTypeOf } from './envelope';
import { messageKindOf } from './index';
import { type ParsedEvent, parseJson } from './parsed-event';

/**
 * Parses the body of a message in the queue of `on-change`: an EventBridge event or a follow-up of our own.
 * @param ownRoles ARNs (`*` for any characters) of the roles that Palisade runs as; their calls are ignored
 * @param declaredCalls calls that rules wait for, other than those on the known kinds of resources
 * @throws BadInputError for anything that cannot be parsed; it belongs in the dead-letter queue
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

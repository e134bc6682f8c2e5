import { z } from 'zod';
import { BadInputError } from '../../core/bad-input';
import type { RecordedCalls } from '../../core/recorded-calls';
import { cloudTrailDetailType, parseCloudTrail } from './cloudtrail';
import { parseFollowUp } from './follow-up';
import { type Parsed, parseJson } from './parsed';
import { parseStateChange, stateChangeDetailType } from './state-change';

const kind = z.union([
  z.object({ palisade: z.unknown() }).transform(() => 'follow-up'),
  z.object({ 'detail-type': z.string() }).transform((event) => event['detail-type']),
]);

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
): Parsed {
  const message = parseJson('queue message', body);
  const detected = kind.safeParse(message);
  switch (detected.data) {
    case 'follow-up':
      return parseFollowUp(message);
    case cloudTrailDetailType:
      return parseCloudTrail(message, ownRoles, declaredCalls);
    case stateChangeDetailType:
      return parseStateChange(message);
    default:
      throw new BadInputError(
        'queue message',
        detected.success ? 'detail-type' : '',
        detected.success
          ? `${detected.data} is not a kind of event that Palisade handles`
          : 'is neither an EventBridge event nor a follow-up',
      );
  }
}

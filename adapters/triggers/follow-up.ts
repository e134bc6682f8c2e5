import { followUpMessage } from '../follow-up/message';
import { checked, distinct, type Parsed } from './parsed';

/**
 * Our own message to look at resources again.
 * @throws BadInputError for another version or shape.
 */
export function parseFollowUp(body: unknown): Parsed {
  const { refs, because, notBefore } = checked(followUpMessage, 'follow-up message', body);
  return {
    trigger: { kind: 'follow-up', description: `follow-up: ${because}` },
    refs: distinct(refs),
    ...(notBefore === undefined ? {} : { wait: { notBefore, because } }),
  };
}

import { z } from 'zod';
import { followUpMessage } from '../queue/message';
import { checkedInput, distinct, type ParsedEvent } from './parsed-event';
import type { MessageKind } from './trigger-kind';

const marked = z.object({ palisade: z.unknown() });

/** Our own message to read resources again. */
export const followUp = {
  name: 'follow-up',
  to: 'on-change',
  recognises: (message) => marked.safeParse(message).success,
  parse,
} as const satisfies MessageKind;

/**
 * @throws BadInputError for another version or shape
 */
function parse(body: unknown): ParsedEvent {
  const { refs, because, notBefore } = checkedInput(followUpMessage, 'follow-up message', body);
  return {
    trigger: { kind: 'follow-up', description: `follow-up: ${because}` },
    refs: distinct(refs),
    ...(notBefore === undefined ? {} : { wait: { notBefore, because } }),
  };
}

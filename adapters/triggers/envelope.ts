import { EventBridgeSchema } from '@aws-lambda-powertools/parser/schemas/eventbridge';
import { z } from 'zod';

/** The EventBridge envelope of a detail type. Its version has been "0" ever since; another one is not understood. */
export function envelope<T extends z.ZodType>(detailType: string, detail: T) {
  return EventBridgeSchema.extend({
    version: z.literal('0'),
    'detail-type': z.literal(detailType),
    detail,
  });
}

const bridge = z.object({ 'detail-type': z.string() });

/** EventBridge's kind of an event; `undefined` where it has none. */
export function detailTypeOf(event: unknown): string | undefined {
  return bridge.safeParse(event).data?.['detail-type'];
}

export function isOfDetailType(detailType: string): (event: unknown) => boolean {
  return (event) => detailTypeOf(event) === detailType;
}

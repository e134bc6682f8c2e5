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

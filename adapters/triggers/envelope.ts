import { EventBridgeSchema } from '@aws-lambda-powertools/parser/schemas/eventbridge';
import { z } from 'zod';

/**
 * The schema of an EventBridge event with this detail type. The version has always been "0", and another is refused.
 */
export function envelope<T extends z.ZodType>(detailType: string, detail: T) {
  return EventBridgeSchema.extend({
    version: z.literal('0'),
    'detail-type': z.literal(detailType),
    detail,
  });
}

const bridge = z.object({ 'detail-type': z.string() });

/** The detail type of an EventBridge event; `undefined` if it has none. */
export function detailTypeOf(event: unknown): string | undefined {
  return bridge.safeParse(event).data?.['detail-type'];
}

export function isOfDetailType(detailType: string): (event: unknown) => boolean {
  return (event) => detailTypeOf(event) === detailType;
}

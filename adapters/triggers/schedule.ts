import { isOfDetailType } from './envelope';
import type { InvocationKind } from './trigger-kind';

const detailType = 'Scheduled Event';

/** The hour has struck: EventBridge's own event, of which nothing but its kind is of interest. */
export const schedule = {
  name: 'schedule',
  detailType,
  to: 'sweep',
  recognises: isOfDetailType(detailType),
  asks: () => ({ kind: 'check', over: 'account' }),
} as const satisfies InvocationKind;

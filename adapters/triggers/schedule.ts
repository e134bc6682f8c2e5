import { isOfDetailType } from './envelope';
import type { InvocationKind } from './trigger-kind';

const detailType = 'Scheduled Event';

/** The hourly event of EventBridge. Only its detail type matters. */
export const schedule = {
  name: 'schedule',
  detailType,
  to: 'sweep',
  recognises: isOfDetailType(detailType),
  asks: () => ({ kind: 'check', over: 'account' }),
} as const satisfies InvocationKind;

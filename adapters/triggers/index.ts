import { cloudTrailCall } from './cloudtrail';
import { configInvocation } from './config';
import { customActionChosen } from './custom-action';
import { followUp } from './follow-up';
import { schedule } from './schedule';
import { stateChange } from './state-change';
import type { InvocationKind, MessageKind, TriggerKind } from './trigger-kind';

/** All kinds of events that start Palisade, one line each. */
export const triggerKinds = [
  configInvocation,
  schedule,
  customActionChosen,
  followUp,
  cloudTrailCall,
  stateChange,
] as const satisfies readonly TriggerKind[];

export type TriggerName = (typeof triggerKinds)[number]['name'];

const all: readonly TriggerKind[] = triggerKinds;

/** The kind of a message in the queue of `on-change`; `undefined` if it does not belong there. */
export function messageKindOf(message: unknown): MessageKind | undefined {
  return all.filter((kind) => kind.to === 'on-change').find(({ recognises }) => recognises(message));
}

/** The kind of an event that invokes another function; `undefined` if it does not. */
export function invocationKindOf(event: unknown): InvocationKind | undefined {
  return all.filter((kind) => kind.to !== 'on-change').find(({ recognises }) => recognises(event));
}

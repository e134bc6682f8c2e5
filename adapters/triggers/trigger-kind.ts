import type { RecordedCalls } from '../../core/model/recorded-calls';
import type { ResourceRef } from '../../core/model/resource';
import type { CustomActionKind } from '../custom-actions';
import type { ParsedEvent } from './parsed-event';

/** Everything Palisade needs to know about a kind of event that starts it. */
export type TriggerKind = MessageKind | InvocationKind;

/**
 * The functions that are invoked with an event of their own. The invocation is asynchronous, so a failed one becomes a
 * dead letter, as configured in infra/functions.yml.
 */
export const invokedFunctions = ['config-rule', 'sweep', 'on-action'] as const;
export type InvokedFunction = (typeof invokedFunctions)[number];

interface Kind {
  readonly name: string;
  /** The detail type in EventBridge, for which the template has a rule. Absent if the event comes from elsewhere. */
  readonly detailType?: string;
  /** Whether an event is of this kind. Only the distinguishing part is checked; the rest may still be invalid. */
  readonly recognises: (event: unknown) => boolean;
}

/** A message in the queue of `on-change`. */
export interface MessageKind extends Kind {
  readonly to: 'on-change';
  /**
   * @throws BadInputError for an event with another shape
   */
  readonly parse: (message: unknown, context: MessageContext) => ParsedEvent;
}

/** What is needed to parse a message. */
export interface MessageContext {
  /** ARNs (`*` for any characters) of the roles that Palisade runs as; their calls are ignored. */
  readonly ownRoles: readonly string[];
  /** Calls that rules wait for, other than those on the known kinds of resources. */
  readonly declaredCalls: readonly RecordedCalls[];
}

/** An event that invokes a function of its own. */
export interface InvocationKind extends Kind {
  readonly to: InvokedFunction;
  /**
   * @param ruleIds the existing rules
   * @throws BadInputError for an event that the function would refuse
   */
  readonly asks: (event: unknown, ruleIds: readonly string[]) => EventRequest;
}

/** What an event requests. */
export type EventRequest =
  | {
      readonly kind: 'check';
      readonly over: readonly ResourceRef[] | 'account';
      /** Only these rules. Default: all. */
      readonly ruleIds?: readonly string[];
    }
  | ({ readonly kind: 'action' } & CustomAction)
  | { readonly kind: 'ignored'; readonly because: string };

/** What somebody chose to do in Security Hub, and for which findings. */
export interface CustomAction {
  readonly action: CustomActionKind;
  readonly findings: readonly { readonly id: string }[];
  /** When it was chosen (ISO 8601). */
  readonly at: string;
  /** In words. The event does not name the person, but CloudTrail does, under the event's id. */
  readonly by: string;
}

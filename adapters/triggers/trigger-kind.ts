import type { RecordedCalls } from '../../core/model/recorded-calls';
import type { ResourceRef } from '../../core/model/resource';
import type { CustomActionKind } from '../custom-actions';
import type { ParsedEvent } from './parsed-event';

/** A kind of event that starts Palisade: all that has to be known of it. */
export type TriggerKind = MessageKind | InvocationKind;

/**
 * The functions that are invoked with an event of their own: asynchronously, so that what failed goes to the dead letters,
 * as infra/functions.yml says.
 */
export const invokedFunctions = ['config-rule', 'sweep', 'on-action'] as const;
export type InvokedFunction = (typeof invokedFunctions)[number];

interface Kind {
  readonly name: string;
  /** EventBridge's; the template has a rule for it. Absent where it comes otherwise. */
  readonly detailType?: string;
  /** Whether an event is of this kind, by what tells kinds apart: the rest of it may still be wrong. */
  readonly recognises: (event: unknown) => boolean;
}

/** A message in the queue of `on-change`. */
export interface MessageKind extends Kind {
  readonly to: 'on-change';
  /** @throws BadInputError for an event of another shape */
  readonly parse: (message: unknown, context: MessageContext) => ParsedEvent;
}

/** What has to be known to understand a message. */
export interface MessageContext {
  /** ARNs (`*` for any characters) of the roles that Palisade runs as, whose calls start no work. */
  readonly ownRoles: readonly string[];
  /** Calls that rules wait for besides those on resources of the kinds that Palisade knows. */
  readonly declaredCalls: readonly RecordedCalls[];
}

/** An event with which a function of its own is invoked. */
export interface InvocationKind extends Kind {
  readonly to: InvokedFunction;
  /**
   * @param ruleIds the rules that exist
   * @throws BadInputError for an event that the function would refuse
   */
  readonly asks: (event: unknown, ruleIds: readonly string[]) => EventRequest;
}

/** What one of the events that start Palisade asks for. */
export type EventRequest =
  | {
      readonly kind: 'check';
      readonly over: readonly ResourceRef[] | 'account';
      /** Only these rules; all without it. */
      readonly ruleIds?: readonly string[];
    }
  | ({ readonly kind: 'action' } & CustomAction)
  | { readonly kind: 'ignored'; readonly because: string };

/** What somebody asked for in Security Hub, about which findings. */
export interface CustomAction {
  readonly action: CustomActionKind;
  readonly findings: readonly { readonly id: string }[];
  /** When it was chosen (ISO 8601). */
  readonly at: string;
  /** In words. The event does not say which person it was; CloudTrail does, for this event id. */
  readonly by: string;
}

import { z } from 'zod';
import { BadInputError } from '../../core/model/bad-input';
import { kindOf, type ResourceRef, resourceTypes } from '../../core/model/resource';
import { checkedInput, parseJson } from './parsed-event';
import type { InvocationKind } from './trigger-kind';

/** What AWS Config requests: the evaluation of one changed resource, or of everything. */
export interface ConfigInvocation {
  readonly ruleId: string;
  readonly accountId: string;
  readonly resultToken: string;
  readonly evaluate:
    | {
        readonly kind: 'change';
        readonly ref: ResourceRef;
        /** The item named the notebook only by its ARN, which SageMaker writes in lower case. */
        readonly isLowerCase: boolean;
        readonly configResourceType: string;
        /** The id for the evaluation: for IAM the unique id (AIDA…, AROA…), not the name. */
        readonly configResourceId: string;
        readonly orderingTimestamp: string;
        /** False if the resource was deleted or has left the rule's scope, which makes it NOT_APPLICABLE. */
        readonly applicable: boolean;
      }
    | { readonly kind: 'scheduled'; readonly orderingTimestamp: string };
}

const source = 'AWS Config invocation';

const invocation = z.object({
  version: z.literal('1.0'),
  invokingEvent: z.string(),
  ruleParameters: z.string().optional(),
  resultToken: z.string().min(1),
  eventLeftScope: z.boolean().default(false),
  accountId: z.string(),
  configRuleName: z.string(),
});

const item = z.object({
  resourceType: z.enum(resourceTypes),
  resourceId: z.string().min(1),
  resourceName: z.string().nullish(),
  ARN: z.string().nullish(),
  configurationItemCaptureTime: z.iso.datetime(),
  configurationItemStatus: z.string(),
});

const invokingEvent = z.discriminatedUnion('messageType', [
  z.object({ messageType: z.literal('ConfigurationItemChangeNotification'), configurationItem: item }),
  // The item was too big to be delivered. The summary names the resource, and live state is read anyway.
  z.object({
    messageType: z.literal('OversizedConfigurationItemChangeNotification'),
    configurationItemSummary: item,
  }),
  z.object({
    messageType: z.literal('ScheduledNotification'),
    notificationCreationTime: z.iso.datetime(),
  }),
]);

const shaped = z.object({ invokingEvent: z.string() });

/** A request of AWS Config to evaluate one rule. */
export const configInvocation = {
  name: 'config',
  to: 'config-rule',
  recognises: (event) => shaped.safeParse(event).success,
  asks: (event, ruleIds) => {
    const { evaluate, ruleId } = parseConfigInvocation(event, ruleIds);
    const isOne = evaluate.kind === 'change' && !evaluate.isLowerCase;
    return { kind: 'check', over: isOne ? [evaluate.ref] : 'account', ruleIds: [ruleId] };
  },
} as const satisfies InvocationKind;

/**
 * Parses an invocation by AWS Config.
 * @param ruleIds the existing rules; the parameter `ruleId`, or the end of the Config rule's name, must be one of them
 * @throws BadInputError for another version, shape, resource type or rule
 */
export function parseConfigInvocation(event: unknown, ruleIds: readonly string[]): ConfigInvocation {
  const call = checkedInput(invocation, source, event);
  const about = checkedInput(
    invokingEvent,
    `${source}, invokingEvent`,
    parseJson(`${source}, invokingEvent`, call.invokingEvent),
  );
  const asked = {
    ruleId: ruleOf(call, ruleIds),
    accountId: call.accountId,
    resultToken: call.resultToken,
  };
  if (about.messageType === 'ScheduledNotification')
    return { ...asked, evaluate: { kind: 'scheduled', orderingTimestamp: about.notificationCreationTime } };
  const changed = 'configurationItem' in about ? about.configurationItem : about.configurationItemSummary;
  const exists = ['OK', 'ResourceDiscovered'].includes(changed.configurationItemStatus);
  return {
    ...asked,
    evaluate: {
      kind: 'change',
      ref: { type: changed.resourceType, id: nameOf(changed) },
      isLowerCase:
        changed.resourceType === 'AWS::SageMaker::NotebookInstance' &&
        (changed.resourceName ?? undefined) === undefined,
      configResourceType: changed.resourceType,
      configResourceId: changed.resourceId,
      orderingTimestamp: changed.configurationItemCaptureTime,
      applicable: exists && !call.eventLeftScope,
    },
  };
}

const parameters = z.object({ ruleId: z.string().optional() });

function ruleOf(call: z.infer<typeof invocation>, ruleIds: readonly string[]): string {
  const text = call.ruleParameters ?? '{}';
  const place = `${source}, ruleParameters`;
  const { ruleId } = checkedInput(parameters, place, parseJson(place, text));
  if (ruleId !== undefined) {
    if (ruleIds.includes(ruleId)) return ruleId;
    throw new BadInputError(source, 'ruleParameters.ruleId', `there is no rule ${ruleId}`);
  }
  const name = call.configRuleName;
  const found = ruleIds.find((id) => name === id || name.endsWith(`-${id}`));
  if (found !== undefined) return found;
  throw new BadInputError(
    source,
    'configRuleName',
    `${name} does not end with the id of a rule, and there is no parameter ruleId`,
  );
}

/**
 * The name that Palisade uses. The resourceId differs from it for IAM's unique ids, and may be an ARN for SageMaker.
 */
function nameOf({ resourceType, resourceId, resourceName, ARN }: z.infer<typeof item>): string {
  const tail = (text: string): string => text.slice(text.lastIndexOf('/') + 1);
  switch (kindOf(resourceType).configName) {
    case 'id':
      return tail(resourceId);
    case 'name':
      return resourceName ?? tail(ARN ?? resourceId);
    case 'arn':
      return ARN ?? resourceId;
  }
}

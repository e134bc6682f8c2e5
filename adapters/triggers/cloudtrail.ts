import { z } from 'zod';
import type { RecordedCalls } from '../../core/model/recorded-calls';
import type { ResourceRef } from '../../core/model/resource';
import { matchesPattern } from '../../core/settings/pattern';
import { approvedTickets } from '../tickets/approvals';
import { envelope, isOfDetailType } from './envelope';
import { checkedInput, distinct, type ParsedEvent } from './parsed-event';
import type { MessageContext, MessageKind } from './trigger-kind';
import { declared } from './cloudtrail-finders';
import type { CloudTrailRecord } from './cloudtrail-record';
import { finders } from './cloudtrail-table';

const detailType = 'AWS API Call via CloudTrail';

const identity = z.object({
  type: z.string().optional(),
  arn: z.string().optional(),
  principalId: z.string().optional(),
  invokedBy: z.string().optional(),
  sessionContext: z.object({ sessionIssuer: z.object({ arn: z.string().optional() }).optional() }).optional(),
});

const schema = envelope(
  detailType,
  z.object({
    eventVersion: z.string().regex(/^1\.\d+$/, 'is not a version of CloudTrail records that is understood'),
    eventID: z.string(),
    eventTime: z.iso.datetime(),
    eventSource: z.string(),
    eventName: z.string(),
    userIdentity: identity,
    requestParameters: z.unknown(),
    responseElements: z.unknown(),
    errorCode: z.string().optional(),
  }),
);

/** An API call that CloudTrail has recorded. */
export const cloudTrailCall = {
  name: 'cloudtrail',
  detailType,
  to: 'on-change',
  recognises: isOfDetailType(detailType),
  parse,
} as const satisfies MessageKind;

/**
 * The resources that a recorded API call may have changed. Ignored are failed calls, Palisade's own calls (by the roles
 * that it runs as, in any Region), and calls that no verdict depends on.
 * @throws BadInputError for an event with another shape, or without the name of what it changed
 */
function parse(event: unknown, { ownRoles, declaredCalls }: MessageContext): ParsedEvent {
  const { account, detail } = checkedInput(schema, 'CloudTrail event', event);
  const { eventName, eventTime, userIdentity, errorCode } = detail;
  if (errorCode !== undefined) return { ignored: `${eventName} failed (${errorCode})` };
  const role = userIdentity.sessionContext?.sessionIssuer?.arn;
  if (role !== undefined && ownRoles.some((own) => matchesPattern(own, role)))
    return { ignored: `${eventName} was our own call` };
  const refs = distinct(refsIn({ ...detail, account }, declaredCalls));
  const tickets = approvedTickets(detail);
  if (refs.length === 0 && tickets.length === 0)
    return { ignored: `${eventName} concerns nothing that a rule evaluates` };
  const actor = userIdentity.arn ?? userIdentity.invokedBy ?? userIdentity.principalId ?? userIdentity.type;
  return {
    trigger: {
      kind: 'event',
      description: `${eventName} by ${actor ?? 'an unknown identity'}`,
      ...(actor === undefined ? {} : { by: actor }),
    },
    refs,
    ...(tickets.length === 0 ? {} : { tickets }),
    at: eventTime,
  };
}

/**
 * The resources that a recorded call changed, as far as rules depend on them; none for other calls.
 * @param declaredCalls further calls that rules wait for
 * @throws BadInputError if the record lacks the name
 */
function refsIn(detail: CloudTrailRecord, declaredCalls: readonly RecordedCalls[]): readonly ResourceRef[] {
  const { eventSource, eventName } = detail;
  const bySource = Object.hasOwn(finders, eventSource) ? finders[eventSource] : undefined;
  const find = bySource !== undefined && Object.hasOwn(bySource, eventName) ? bySource[eventName] : undefined;
  return [
    ...(find === undefined ? [] : find(detail)),
    ...declaredCalls
      .filter(({ source, names }) => source === eventSource && names.includes(eventName))
      .flatMap(({ resource }) => declared(resource)(detail)),
  ];
}

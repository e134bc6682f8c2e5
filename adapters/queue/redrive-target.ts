import { splitArn } from '@palisade/iam';
import { z } from 'zod';
import { BadInputError } from '../../core/model/bad-input';
import type { RecordedCalls } from '../../core/model/recorded-calls';
import { partitionOf, type Place } from '../../core/model/resource';
import { parseConfigInvocation } from '../triggers/config';
import { parseCustomAction } from '../triggers/custom-action';
import { parseMessage } from '../triggers/message';
import { parseJson } from '../triggers/parsed-event';
import { type InvokedFunction, invokedFunctions } from '../triggers/trigger-kind';

/** Where a redrive sends a dead letter: to the queue, or to the function that failed with it. */
export type RedriveTarget =
  | { readonly to: 'queue' }
  | {
      readonly to: InvokedFunction;
      /** With the version or alias that was invoked, unless it was the latest. */
      readonly functionArn: string;
      /** JSON. */
      readonly payload: string;
      /** What the function would do, in words. */
      readonly asks: string;
    };

/** The deployed Palisade that owns the dead letters. */
export interface OwnDeployment {
  readonly place: Place;
  /** The prefix of its function names: `palisade-prod` for `palisade-prod-on-action`. */
  readonly functions: string;
  readonly ruleIds: readonly string[];
  /** The calls that its rules wait for, other than those on the known kinds of resources. */
  readonly declaredCalls: readonly RecordedCalls[];
}

/**
 * The most bytes that Lambda takes in an asynchronous invocation (API reference of Invoke: 1 MB; 256 KB until October
 * 2025).
 */
const maxPayload = 1_048_576;

const source = 'dead letter';

/** What Lambda writes to the failure destination of an asynchronous invocation (Lambda developer guide). */
const failedInvocation = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  requestPayload: z.unknown().optional(),
  // Missing if the event became too old.
  responsePayload: z.object({ errorMessage: z.string() }).optional().catch(undefined),
});

/** The record of a failed asynchronous invocation; `undefined` for any other text. */
export function invocationIn(body: string): z.infer<typeof failedInvocation> | undefined {
  try {
    return failedInvocation.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/**
 * The target of a dead letter. Anybody who may write to the dead-letter queue can have written it, so the target is
 * always the queue of `on-change`, or a function of this deployment that is invoked asynchronously, with an event that
 * it can parse.
 * @param targetArn the target that EventBridge could not deliver to (attribute TARGET_ARN)
 * @throws BadInputError if nothing can parse it, so that it would only come back
 */
export function redriveTarget(
  body: string,
  targetArn: string | undefined,
  own: OwnDeployment,
): RedriveTarget {
  const failed = invocationIn(body);
  if (failed !== undefined) {
    const { requestContext, requestPayload } = failed;
    if (requestPayload === undefined)
      throw new BadInputError(source, 'requestPayload', 'is missing, so the event to repeat is not known');
    return toFunction(requestContext.functionArn, JSON.stringify(requestPayload), own);
  }
  if (targetArn !== undefined && splitArn(targetArn)?.service === 'lambda')
    return toFunction(targetArn, body, own);
  parseMessage(body, [], own.declaredCalls);
  return { to: 'queue' };
}

function toFunction(arn: string, payload: string, own: OwnDeployment): RedriveTarget {
  const { name, functionArn } = ownFunction(arn, own);
  const bytes = Buffer.byteLength(payload);
  if (bytes > maxPayload)
    throw new BadInputError(
      source,
      '',
      `its payload has ${bytes} bytes, and Lambda takes no more than ${maxPayload} without waiting for the answer`,
    );
  const event = parseJson('event', payload);
  return {
    to: name,
    functionArn,
    payload,
    asks: inWords[name](event, own),
  };
}

/**
 * @throws BadInputError for any function other than those of this deployment in its account and Region
 */
function ownFunction(
  arn: string,
  { place, functions }: OwnDeployment,
): { readonly name: InvokedFunction; readonly functionArn: string } {
  const prefix = `arn:${partitionOf(place)}:lambda:${place.region}:${place.account}:function:${functions}-`;
  const [found = '', ...qualifier] = arn.startsWith(prefix) ? arn.slice(prefix.length).split(':') : [];
  const name = invokedFunctions.find((one) => one === found);
  const isWhole =
    qualifier.length === 0 || (qualifier.length === 1 && /^(\$LATEST|[\w-]+)$/.test(`${qualifier[0]}`));
  if (name === undefined || !isWhole)
    throw new BadInputError(
      source,
      '',
      `${arn} is not ${invokedFunctions.map((one) => `${functions}-${one}`).join(', ')} of account ${place.account} in ${place.region}, and no other function is invoked`,
    );
  // An invocation without a version invokes the latest.
  const version = qualifier.filter((one) => one !== '$LATEST');
  return { name, functionArn: [`${prefix}${name}`, ...version].join(':') };
}

/** What each function would do, in words. @throws BadInputError for an event that it would refuse */
const inWords: Readonly<Record<InvokedFunction, (event: unknown, own: OwnDeployment) => string>> = {
  sweep: () => 'sweep the whole account',
  'config-rule': (event, { place, ruleIds }) => {
    const { ruleId, accountId } = parseConfigInvocation(event, ruleIds);
    if (accountId === place.account) return `evaluate ${ruleId} for AWS Config`;
    throw new BadInputError('AWS Config invocation', 'accountId', `asks about ${accountId}`);
  },
  'on-action': (event) => {
    const request = parseCustomAction(event);
    if ('ignored' in request) return `nothing (${request.ignored})`;
    const { action, findings, at } = request;
    return `${action} ${findings.map(({ id }) => id).join(', ')}, as somebody chose in Security Hub at ${at}`;
  },
};

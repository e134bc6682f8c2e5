import { z } from 'zod';
import { BadInputError } from '../../core/model/bad-input';
import type { RecordedCalls } from '../../core/model/recorded-calls';
import { partitionOf, type Place } from '../../core/model/resource';
import { parseConfigInvocation } from '../triggers/config';
import { parseCustomAction } from '../triggers/custom-action';
import { parseMessage } from '../triggers/message';
import { parseJson } from '../triggers/parsed-event';
import { type InvokedFunction, invokedFunctions } from '../triggers/trigger-kind';

/** Where a dead letter goes when it is put back: on the queue, or to the function that failed at it. */
export type RedriveTarget =
  | { readonly to: 'queue' }
  | {
      readonly to: InvokedFunction;
      /** With the version or alias that was invoked, where it was not the latest. */
      readonly functionArn: string;
      /** JSON. */
      readonly payload: string;
      /** What the function would do, in words. */
      readonly asks: string;
    };

/** The deployed Palisade whose dead letters they are. */
export interface OwnDeployment {
  readonly place: Place;
  /** What the names of its functions begin with: `palisade-prod` for `palisade-prod-on-action`. */
  readonly functions: string;
  readonly ruleIds: readonly string[];
  /** What its rules wait for beyond the kinds of resources that are known. */
  readonly declaredCalls: readonly RecordedCalls[];
}

/** Bytes that Lambda takes in an asynchronous invocation (API reference of Invoke: 1 MB; 256 KB until October 2025). */
const maxPayload = 1_048_576;

const source = 'dead letter';

/** What Lambda writes to the failure destination of an asynchronous invocation (Lambda developer guide). */
const failedInvocation = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  requestPayload: z.unknown().optional(),
  // Where the event became too old there is none.
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
 * Where a dead letter belongs. Whoever may write to the queue wrote it: it only ever leads to the queue of `on-change`,
 * or to a function of this deployment that is invoked asynchronously, with an event that the function understands.
 * @param targetArn where EventBridge could not deliver it (attribute TARGET_ARN)
 * @throws BadInputError when nobody would understand it: it would only come back
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
      throw new BadInputError(source, 'requestPayload', 'is missing, so nobody knows what was asked');
    return toFunction(requestContext.functionArn, JSON.stringify(requestPayload), own);
  }
  if (targetArn?.split(':')[2] === 'lambda') return toFunction(targetArn, body, own);
  parseMessage(body, [], own.declaredCalls);
  return { to: 'queue' };
}

function toFunction(arn: string, payload: string, own: OwnDeployment): RedriveTarget {
  const { name, qualifier } = ownFunction(arn, own);
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
    functionArn: [...arn.split(':').slice(0, 7), ...qualifier].join(':'),
    payload,
    asks: inWords[name](event, own),
  };
}

/** @throws BadInputError for every other function than those of this deployment in its account and Region. */
function ownFunction(
  arn: string,
  { place, functions }: OwnDeployment,
): { readonly name: InvokedFunction; readonly qualifier: readonly string[] } {
  const prefix = `arn:${partitionOf(place.region)}:lambda:${place.region}:${place.account}:function:${functions}-`;
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
  // What is invoked without a version is the latest.
  return { name, qualifier: qualifier.filter((one) => one !== '$LATEST') };
}

/** What each function would do, in words. @throws BadInputError for what it would refuse */
const inWords: Readonly<Record<InvokedFunction, (event: unknown, own: OwnDeployment) => string>> = {
  sweep: () => 'look at the whole account',
  'config-rule': (event, { place, ruleIds }) => {
    const { ruleId, accountId } = parseConfigInvocation(event, ruleIds);
    if (accountId === place.account) return `judge ${ruleId} for AWS Config`;
    throw new BadInputError('AWS Config invocation', 'accountId', `asks about ${accountId}`);
  },
  'on-action': (event) => {
    const request = parseCustomAction(event);
    if ('ignored' in request) return `nothing (${request.ignored})`;
    const { action, findings, at } = request;
    return `${action} ${findings.map(({ id }) => id).join(', ')}, as somebody chose in Security Hub at ${at}`;
  },
};

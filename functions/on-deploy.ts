import { setTimeout as pause } from 'node:timers/promises';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { type AwsClients, createClients } from '../adapters/aws/clients';
import { answerCloudFormation } from '../adapters/deployment/answer';
import { answerUrl } from '../adapters/deployment/answer-url';
import { firstSweep } from '../adapters/deployment/first-sweep';
import { trailCoverage } from '../adapters/deployment/trail';
import { messageOf } from '../adapters/errors';
import { makeMissing, readWanted, removeEverything, removeUnwanted } from './deployment';
import { logger } from './observe';
import { functionPlace } from './place';
import { withinTime } from './within';

/** Time reserved for the answer itself, in ms. */
const forTheAnswer = 10_000;

/**
 * Ends a deployment: creates what CloudFormation has no types for, or what would fail in an account that lacks
 * something; reports what is missing; and starts a sweep. When the stack is deleted, it removes all of this again.
 * CloudFormation waits for the answer at a URL, so an answer is always sent in time. It is always a success, because
 * what is missing can be added later.
 */
export const handler = async (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> => {
  logger.addContext(context);
  const place = functionPlace(context);
  const url = answerUrl(event.ResponseURL, place, process.env['AWS_ENDPOINT_URL']);
  const missing = await withinTime(context.getRemainingTimeInMillis() - forTheAnswer, () =>
    carryOut(event.RequestType, context, place.region),
  ).catch((error: unknown) => [messageOf(error)]);
  const text = missing.length === 0 ? 'nothing' : missing.join('; ');
  logger[missing.length === 0 ? 'info' : 'warn']('deployment', { request: event.RequestType, missing: text });
  await answerCloudFormation(url, event, { reason: `missing: ${text}`, data: { Missing: text } });
};

/** What is missing or, on a delete, what is left. */
async function carryOut(
  request: CloudFormationCustomResourceEvent['RequestType'],
  context: Context,
  region: string,
): Promise<readonly string[]> {
  const clients = createClients();
  if (request === 'Delete') return removeEverything(clients, context);
  const wanted = readWanted(process.env);
  const missing = await settled(async () => [
    ...(await removeUnwanted(clients, context, wanted)),
    ...(await makeMissing(clients, context, wanted)),
  ]);
  const rest = await Promise.all([eventsMissing(clients, region), sweepMissing(clients, context)]);
  return [...missing, ...rest.filter((one) => one !== undefined)];
}

/**
 * A changed role may take seconds to be in force everywhere (IAM user guide), so wait this long between tries, in ms.
 */
const forTheRole = 5_000;

async function settled(work: () => Promise<readonly string[]>): Promise<readonly string[]> {
  for (let left = 4; ; left -= 1) {
    const missing = await work();
    if (left === 0 || !missing.some((one) => one.includes('is not authorized to perform: '))) return missing;
    await pause(forTheRole);
  }
}

/** Trails that could not be inspected are reported too, because events may be missing. */
async function eventsMissing(clients: AwsClients, region: string): Promise<string | undefined> {
  try {
    const found = await trailCoverage(clients, region);
    switch (found.status) {
      case 'covered':
        return undefined;
      case 'lacking':
        return `events of changes: ${found.because}, so drift is found by the hourly sweep only`;
      case 'unknown':
        return `perhaps events of changes: whether ${found.trails.join(', ')} logs them is visible only to the account that owns it`;
    }
  } catch (error) {
    return `perhaps events of changes: the trails could not be read: ${messageOf(error)}`;
  }
}

async function sweepMissing(
  clients: AwsClients,
  { functionName }: Pick<Context, 'functionName'>,
): Promise<string | undefined> {
  try {
    await firstSweep(clients, functionName.replace(/on-deploy$/, 'sweep'));
    return undefined;
  } catch (error) {
    return `the first sweep, so the account is checked within the hour: ${messageOf(error)}`;
  }
}

import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { createClients } from '../adapters/aws/clients';
import { createActions, deleteActions } from '../adapters/custom-actions';
import { messageOf } from '../adapters/thrown';
import { logger } from './observe';

/**
 * Makes the custom actions of Security Hub with the stack and takes them away with it: CloudFormation has no type for
 * them. CloudFormation waits for the answer at a URL, so there is one whatever happens.
 */
export const handler = async (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> => {
  logger.addContext(context);
  const problem = await carryOut(event);
  if (problem !== undefined) logger.error('custom actions', { request: event.RequestType, problem });
  await answer(event, problem);
};

/** Why it did not work; `undefined` when it did. */
async function carryOut({ RequestType }: CloudFormationCustomResourceEvent): Promise<string | undefined> {
  const clients = createClients();
  try {
    await (RequestType === 'Delete' ? deleteActions(clients) : createActions(clients));
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function answer(event: CloudFormationCustomResourceEvent, problem: string | undefined): Promise<void> {
  // A stack must not hang on what is gone anyway, or on a hub that was switched off.
  const isRefused = problem !== undefined && event.RequestType !== 'Delete';
  const { ok, status } = await fetch(event.ResponseURL, {
    method: 'PUT',
    body: JSON.stringify({
      Status: isRefused ? 'FAILED' : 'SUCCESS',
      Reason: problem ?? 'done',
      PhysicalResourceId: 'palisade-custom-actions',
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
    }),
  });
  // The URL is presigned: it is not for the log.
  if (!ok) throw new Error(`CloudFormation did not take the answer (HTTP ${status})`);
}

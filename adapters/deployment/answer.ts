import { setTimeout as pause } from 'node:timers/promises';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

/** What CloudFormation is told of a custom resource; `data` are its attributes. */
export interface ResourceAnswer {
  readonly reason: string;
  readonly data: Readonly<Record<string, string>>;
}

/** An answer has 4,096 bytes at most (CloudFormation user guide); the rest of it is short. */
const maximumLength = 1_000;
const tries = 4;

/**
 * The only physical id that the resource ever had: another one would make CloudFormation delete what the first stands for.
 */
const physicalId = 'palisade-custom-actions';

/**
 * Tells CloudFormation that the resource is as it can be. Always a success: what is missing can come later, and a stack
 * that failed for it would take everything else away.
 * @throws Error when CloudFormation does not take it, so that Lambda tries the whole event again
 */
export async function answerCloudFormation(
  url: URL,
  { StackId, RequestId, LogicalResourceId }: CloudFormationCustomResourceEvent,
  { reason, data }: ResourceAnswer,
): Promise<void> {
  const body = JSON.stringify({
    Status: 'SUCCESS',
    Reason: reason.slice(0, maximumLength),
    PhysicalResourceId: physicalId,
    StackId,
    RequestId,
    LogicalResourceId,
    Data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, text.slice(0, maximumLength)])),
  });
  for (let left = tries - 1; ; left -= 1) {
    const problem = await put(url, body);
    if (problem === undefined) return;
    // The URL is presigned: it is not for the log.
    if (left === 0) throw new Error(`CloudFormation did not take the answer (${problem})`);
    await pause(250);
  }
}

async function put(url: URL, body: string): Promise<string | undefined> {
  try {
    // S3 refuses a content type that was not signed.
    const { ok, status } = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } });
    return ok ? undefined : `HTTP ${status}`;
  } catch {
    return 'no connection';
  }
}

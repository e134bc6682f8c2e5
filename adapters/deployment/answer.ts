import { setTimeout as pause } from 'node:timers/promises';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

/** The answer to CloudFormation about a custom resource. `data` are the attributes of the resource. */
export interface ResourceAnswer {
  readonly reason: string;
  readonly data: Readonly<Record<string, string>>;
}

/** CloudFormation accepts answers of at most 4,096 bytes (its user guide). The rest of the answer is short. */
const maximumLength = 1_000;
const tries = 4;

/** The only physical id that this resource ever has: if it changed, CloudFormation would delete the first resource. */
const physicalId = 'palisade-custom-actions';

/**
 * Reports success to CloudFormation in any case: what is missing can be added later, and if the stack failed for it,
 * CloudFormation would roll everything else back.
 * @throws Error if CloudFormation does not accept the answer, so that Lambda retries the whole event
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
    // The URL is presigned, so it must not be logged.
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

import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { findFunction } from './find-function';

/** Maximum payload in bytes (Lambda quotas). */
const limits = { Event: 1_048_576, RequestResponse: 6_291_456, DryRun: 6_291_456 } as const;

/**
 * Invoke. `Event` returns before the function has run; `DryRun` runs nothing. Versions, aliases and the log in the
 * answer are not modelled.
 */
export async function invoke(
  { FunctionName = '', Qualifier, InvocationType = 'RequestResponse', Payload }: InvocationRequest,
  call: Call,
): Promise<InvocationResponse> {
  const { fn } = findFunction(FunctionName, Qualifier, call);
  const limit = limits[InvocationType];
  const bytes = Payload?.byteLength ?? 0;
  if (bytes > limit)
    throw new AwsError(
      'RequestTooLargeException',
      `${bytes} byte payload is too large for the ${InvocationType} invocation type (limit ${limit} bytes)`,
      413,
    );
  const event = eventOf(Payload);
  switch (InvocationType) {
    case 'DryRun':
      return { StatusCode: 204 };
    case 'Event':
      fn.accept(event);
      return { StatusCode: 202 };
    case 'RequestResponse': {
      const { payload, error } = await fn.invoke(event);
      return {
        StatusCode: 200,
        ExecutedVersion: '$LATEST',
        ...(error === undefined ? {} : { FunctionError: 'Unhandled' }),
        Payload: Buffer.from(JSON.stringify(error ?? payload ?? null)),
      };
    }
  }
}

function eventOf(payload: Uint8Array | undefined): unknown {
  if (payload === undefined || payload.byteLength === 0) return {};
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${problem}`,
    );
  }
}

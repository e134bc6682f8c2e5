import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Place } from '../../core/model/resource';
import type { SourceOptions } from '../options';

/** A Lambda client with the SDK's default retries: adaptive ones could outlast the time a dead letter stays hidden. */
export async function lambdaClient({ region }: Place, { profile }: SourceOptions): Promise<LambdaClient> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  return new LambdaClient({ region, ...(profile === undefined ? {} : { profile }) });
}

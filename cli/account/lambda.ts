import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Place } from '../../core/model/resource';
import type { SourceOptions } from '../options';

/** Lambda's client with the SDK's own retries: a letter is hidden for a short time only, which adaptive ones could outlast. */
export async function lambdaClient({ region }: Place, { profile }: SourceOptions): Promise<LambdaClient> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  return new LambdaClient({ region, ...(profile === undefined ? {} : { profile }) });
}

import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Place } from '../../core/resource';
import type { SourceOptions } from '../options';

/** Lambda's client, for what only an operator does: the functions themselves have no use for one. */
export async function lambdaClient({ region }: Place, { profile }: SourceOptions): Promise<LambdaClient> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  return new LambdaClient({ region, ...(profile === undefined ? {} : { profile }) });
}

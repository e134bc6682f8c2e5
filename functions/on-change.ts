import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { DryRunResult } from '../core/engine';
import { dryRun, isDryRun } from './dry-run';
import { handleBatch } from './handle-batch';
import { metrics } from './observe';
import { prepare } from './start';

/**
 * Runs the loop for changed resources. All messages of a batch are handled in one pass, so that many events about one
 * resource cost one read.
 */
export const handler = async (
  event: SQSEvent,
  context: Context,
): Promise<SQSBatchResponse | readonly DryRunResult[]> => {
  const { environment, clients, ready } = prepare(context);
  if (isDryRun(event)) return dryRun(event, await ready(), environment);
  const response = await handleBatch(event, ready, clients, environment);
  metrics.publishStoredMetrics();
  return response;
};

import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { handleBatch } from './handle-batch';
import { metrics } from './observe';
import { start } from './start';

/**
 * Runs the loop for what changed. All messages of a batch become one pass, so that many events about one resource
 * cost one look.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const { ports, environment } = await start(context);
  const response = await handleBatch(event, ports, environment);
  metrics.publishStoredMetrics();
  return response;
};

import type { Context, ScheduledEvent } from 'aws-lambda';
import { handOver } from '../adapters/follow-up/hand-over';
import { review, type Foreseen } from '../core/engine';
import { type Posture, posture } from '../core/posture';
import { logger, metrics } from './observe';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dryRun, isDryRun } from './dry-run';
import { start } from './start';

/**
 * Looks at the whole account on a schedule: what no event told, what is gone, what an expired exemption or grace
 * opens again. Only looks; what has to be handled goes to the loop through its queue.
 */
export const handler = async (
  event: ScheduledEvent,
  context: Context,
): Promise<Posture | readonly Foreseen[]> => {
  const { ports, environment } = await start(context);
  if (isDryRun(event)) return dryRun(event, ports, environment);
  const { findings, toHandle, due, ticketError } = await review(ports, 'account');
  if (ticketError !== undefined) logger.error('approvals in tickets could not be read', { ticketError });
  await handOver(ports.clients, environment.PALISADE_QUEUE_URL, toHandle, 'sweep of the whole account');
  for (const { ref, afterMs, because } of due) await ports.followUp(ref, afterMs, because);
  const report = posture(findings);
  logger.info('posture', { ...report, handedOver: toHandle.length });
  metrics.addMetric('Sweeps', MetricUnit.Count, 1);
  for (const [status, count] of Object.entries<number>({ ...report.summary }))
    metrics.addMetric(`Findings_${status}`, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
  return report;
};

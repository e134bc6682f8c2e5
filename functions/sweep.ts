import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, ScheduledEvent } from 'aws-lambda';
import type { Foreseen } from '../core/engine';
import type { Posture } from '../core/posture';
import { dryRun, isDryRun } from './dry-run';
import { handleSweep } from './handle-sweep';
import { metrics } from './observe';
import { start } from './start';

/** Looks at the whole account on a schedule, and counts what it saw. */
export const handler = async (
  event: ScheduledEvent,
  context: Context,
): Promise<Posture | readonly Foreseen[]> => {
  const { ports, environment } = await start(context);
  if (isDryRun(event)) return dryRun(event, ports, environment);
  const report = await handleSweep(ports, environment);
  metrics.addMetric('Sweeps', MetricUnit.Count, 1);
  for (const [status, count] of Object.entries<number>({ ...report.summary }))
    metrics.addMetric(`Findings_${status}`, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
  return report;
};

import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, ScheduledEvent } from 'aws-lambda';
import type { DryRunResult } from '../core/engine';
import type { Posture } from '../core/model/posture';
import type { AwsClients } from '../adapters/aws/clients';
import { messageOf } from '../adapters/errors';
import { makeMissing, readWanted } from './deployment';
import { dryRun, isDryRun } from './dry-run';
import { handleSweep } from './handle-sweep';
import { logger, metrics } from './observe';
import { prepare } from './start';
import { withinTime } from './within';

/** The most time of a sweep that completing the deployment may take, in ms. */
const forTheDeployment = 30_000;

/** Checks the whole account on a schedule, and counts the findings. */
export const handler = async (
  event: ScheduledEvent,
  context: Context,
): Promise<Posture | readonly DryRunResult[]> => {
  const { environment, clients, ready } = prepare(context);
  if (isDryRun(event)) return dryRun(event, await ready(), environment);
  await completeDeployment(clients, context);
  const ports = await ready();
  const report = await handleSweep(ports);
  metrics.addMetric('Sweeps', MetricUnit.Count, 1);
  for (const [status, count] of Object.entries<number>({ ...report.summary }))
    metrics.addMetric(`Findings_${status}`, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
  return report;
};

/**
 * Creates what the account lacked when Palisade was deployed, as soon as that is possible. Never rejects, and also runs
 * if the settings are invalid.
 */
async function completeDeployment(clients: AwsClients, context: Context): Promise<void> {
  // Set by deployments only.
  if (process.env['PALISADE_CONFIG_RULES'] === undefined) return;
  try {
    const wanted = readWanted(process.env);
    const missing = await withinTime(forTheDeployment, () => makeMissing(clients, context, wanted));
    if (missing.length > 0) logger.info('the account lacks something', { missing: missing.join('; ') });
  } catch (error) {
    logger.warn('what the account lacks was not made', { because: messageOf(error) });
  }
}

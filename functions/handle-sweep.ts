import { review } from '../core/engine';
import { type Posture, posture } from '../core/model/posture';
import type { FunctionPorts } from './ports';
import { logger } from './observe';

/**
 * Checks the whole account: what no event reported, what was deleted, and what an expired exemption or grace opens
 * again. It only reads; findings to handle are enqueued.
 */
export async function handleSweep(ports: FunctionPorts): Promise<Posture> {
  const { findings, toHandle, due, ticketError } = await review(ports, 'account');
  if (ticketError !== undefined) logger.error('approvals in tickets could not be read', { ticketError });
  await ports.enqueue(toHandle, 'sweep of the whole account');
  for (const { ref, afterMs, because } of due) await ports.followUp(ref, afterMs, because);
  const report = posture(findings);
  logger.info('posture', { ...report, enqueued: toHandle.length });
  return report;
}

import type { Context, EventBridgeEvent } from 'aws-lambda';
import type { AwsClients } from '../adapters/aws/clients';
import { handOver } from '../adapters/follow-up/hand-over';
import { parseCustomAction } from '../adapters/triggers/custom-action';
import { approve, exempt, type Operated, undo, type Foreseen } from '../core/engine';
import type { Ports } from '../core/ports';
import type { ResourceRef } from '../core/resource';
import { logger } from './observe';
import { dryRun, isDryRun } from './dry-run';
import { start } from './start';

/** What was asked for each finding and what it came to. */
export interface Actioned {
  readonly finding: string;
  readonly status: Operated['status'];
  readonly because?: string;
}

/**
 * Does what somebody chose in Security Hub: remediate (approves the plan that was shown; the loop performs it), exempt
 * for 30 days, undo. Each finding on its own; what is refused is logged with the reason.
 */
export const handler = async (
  event: EventBridgeEvent<string, unknown>,
  context: Context,
): Promise<readonly Actioned[] | readonly Foreseen[]> => {
  const { ports, environment } = await start(context);
  if (isDryRun(event)) return dryRun(event, ports, environment);
  const request = parseCustomAction(event);
  if ('ignored' in request) {
    logger.info('ignored', { because: request.ignored });
    return [];
  }
  const actioned: Actioned[] = [];
  for (const { id } of request.findings) {
    const result = await operate(request.action, ports, id, request.by);
    if (result.status === 'done')
      await handOver(
        ports.clients,
        environment.PALISADE_QUEUE_URL,
        [toRef(result.record.resource)],
        request.by,
      );
    const because = result.status === 'refused' ? { because: result.because } : {};
    logger.info(request.action, { finding: id, status: result.status, ...because });
    actioned.push({ finding: id, status: result.status, ...because });
  }
  return actioned;
};

function operate(
  action: 'remediate' | 'exempt' | 'undo',
  ports: Ports<AwsClients>,
  id: string,
  by: string,
): Promise<Operated> {
  switch (action) {
    case 'remediate':
      return approve(ports, id, by);
    case 'exempt':
      return exempt(ports, id, by, 'exempted from Security Hub');
    case 'undo':
      return undo(ports, id, by);
  }
}

function toRef({ type, id }: ResourceRef): ResourceRef {
  return { type, id };
}

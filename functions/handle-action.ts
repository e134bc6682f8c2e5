import type { AwsClients } from '../adapters/aws/clients';
import { handOver } from '../adapters/follow-up/hand-over';
import { parseCustomAction } from '../adapters/triggers/custom-action';
import { approve, exempt, type Operated, undo } from '../core/engine';
import type { Ports } from '../core/ports';
import type { ResourceRef } from '../core/resource';
import type { Environment } from './environment';
import { logger } from './observe';

/** What was asked for each finding and what it came to. */
export interface Actioned {
  readonly finding: string;
  readonly status: Operated['status'];
  readonly because?: string;
}

/**
 * Carries out a custom action of Security Hub, each finding on its own; what is refused is logged with the reason. It
 * may be repeated: Lambda tries again what failed.
 * @throws BadInputError for an event of another shape
 */
export async function handleAction(
  event: unknown,
  ports: Ports<AwsClients>,
  environment: Pick<Environment, 'PALISADE_QUEUE_URL'>,
): Promise<readonly Actioned[]> {
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
}

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

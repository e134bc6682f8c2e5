import { parseCustomAction } from '../adapters/triggers/custom-action';
import type { CustomAction } from '../adapters/triggers/trigger-kind';
import { approve, exempt, type Operated, undo } from '../core/engine';
import type { Ports } from '../core/model/ports';
import type { ResourceRef } from '../core/model/resource';
import type { FunctionPorts } from './ports';
import { logger } from './observe';

/** The result of an action on one finding. */
export interface Actioned {
  readonly finding: string;
  readonly status: Operated['status'];
  readonly because?: string;
}

/**
 * Performs a custom action of Security Hub on each finding separately, and logs refusals with the reason. It can safely
 * be repeated, because it applies only to what was visible when the action was chosen: Lambda retries a failed
 * invocation, and `palisade redrive` a dead letter.
 * @throws BadInputError for an event with another shape
 */
export async function handleAction(event: unknown, ports: FunctionPorts): Promise<readonly Actioned[]> {
  const request = parseCustomAction(event);
  if ('ignored' in request) {
    logger.info('ignored', { because: request.ignored });
    return [];
  }
  const actioned: Actioned[] = [];
  const leased: string[] = [];
  for (const { id } of request.findings) {
    const result = await patiently(ports, () => operate(request, ports, id));
    if (result.status === 'refused' && result.isLeased === true) leased.push(id);
    if (result.status === 'done') await ports.enqueue([toRef(result.record.resource)], request.by);
    const because = result.status === 'refused' ? { because: result.because } : {};
    logger.info(request.action, { finding: id, status: result.status, ...because });
    actioned.push({ finding: id, status: result.status, ...because });
  }
  // A person's request must not be lost: Lambda retries in a minute, and then it becomes a dead letter.
  if (leased.length > 0) throw new Error(`being handled by another worker: ${leased.join(', ')}`);
  return actioned;
}

/** Another worker handles a finding within seconds: how often to try, and how long to wait between tries, in ms. */
const tries = 5;
const leasedWaitMs = 2_000;

async function patiently({ pause }: Pick<Ports, 'pause'>, work: () => Promise<Operated>): Promise<Operated> {
  let result = await work();
  for (let again = 1; again < tries; again += 1) {
    if (result.status === 'done' || result.isLeased !== true) return result;
    await pause(leasedWaitMs);
    result = await work();
  }
  return result;
}

function operate({ action, by, at }: CustomAction, ports: Ports, id: string): Promise<Operated> {
  switch (action) {
    case 'remediate':
      return approve(ports, id, by, { dataLoss: false, chosenAt: at });
    case 'exempt':
      return exempt(ports, id, by, 'exempted from Security Hub', at);
    case 'undo':
      return undo(ports, id, by, { chosenAt: at });
  }
}

function toRef({ type, id }: ResourceRef): ResourceRef {
  return { type, id };
}

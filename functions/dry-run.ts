import { z } from 'zod';
import { parseEvent } from '../adapters/triggers/parse-event';
import { dryRunAction, dryRunPass, type DryRunResult } from '../core/engine';
import type { Ports } from '../core/model/ports';
import { rules } from '../rules/registry';
import type { Environment } from './environment';
import { logger } from './observe';

const flagged = z.object({ dryRun: z.literal(true) });

/** Whether an event is to be answered only with what would be done: `"dryRun": true` beside its own fields. */
export function isDryRun(event: unknown): boolean {
  return flagged.safeParse(event).success;
}

/**
 * What this event would come to, whichever function it is for. Nothing is done: no step, no ticket, no evaluation, no
 * message, not a line in the ledger.
 * @throws BadInputError for an event that the function would refuse
 */
export async function dryRun(
  event: unknown,
  ports: Ports,
  { PALISADE_OWN_ROLES: ownRoles }: Pick<Environment, 'PALISADE_OWN_ROLES'>,
): Promise<readonly DryRunResult[]> {
  const asked = parseEvent(event, { ownRoles, rules });
  logger.info('dry run', { kind: asked.kind });
  switch (asked.kind) {
    case 'ignored':
      return [];
    case 'check':
      return dryRunPass(ports, asked.over, asked.ruleIds);
    case 'action':
      return Promise.all(asked.findings.map(({ id }) => dryRunAction(ports, asked.action, id, asked.at)));
  }
}

import { z } from 'zod';
import { parseEvent } from '../adapters/triggers/parse-event';
import { dryRunAction, dryRunPass, type DryRunResult } from '../core/engine';
import type { Ports } from '../core/model/ports';
import { rules } from '../rules/registry';
import type { Environment } from './environment';
import { logger } from './observe';

const flagged = z.object({ dryRun: z.literal(true) });

/** Whether an event asks for a dry run, with `"dryRun": true` next to its own fields. */
export function isDryRun(event: unknown): boolean {
  return flagged.safeParse(event).success;
}

/**
 * What this event would cause, whichever function it is for. Nothing is changed or sent: no step, ticket, evaluation,
 * message or ledger entry.
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

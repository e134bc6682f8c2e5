import type { Context, EventBridgeEvent } from 'aws-lambda';
import type { DryRunResult } from '../core/engine';
import { dryRun, isDryRun } from './dry-run';
import { type Actioned, handleAction } from './handle-action';
import { startInvocation } from './start';

/**
 * Performs the action that somebody chose in Security Hub: remediate (approves the plan that was shown; the loop
 * performs it), exempt for 30 days, or undo.
 */
export const handler = async (
  event: EventBridgeEvent<string, unknown>,
  context: Context,
): Promise<readonly Actioned[] | readonly DryRunResult[]> => {
  const { ports, environment } = await startInvocation(context);
  if (isDryRun(event)) return dryRun(event, ports, environment);
  return handleAction(event, ports);
};

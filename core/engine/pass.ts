import type { Finding } from '../model/finding';
import { LeaseLostError } from '../model/ledger';
import type { Ports, Trigger } from '../model/ports';
import { pooled } from '../lists/pooled';
import { deletedResources } from './deleted-resources';
import { handle } from './handle';
import { inLightOf, judgeScope } from './judge';
import { countPopulations } from './limits';
import { publish } from './publish';
import { knownRecords } from './record';
import { type Scope, type Share, widened } from './scope';
import type { Handled, Judged } from './stages';

export interface PassReport {
  readonly handled: readonly Handled[];
  /** Findings whose handling failed, and that a later delivery of the trigger should try again. */
  readonly errors: readonly { readonly finding: Finding; readonly error: unknown }[];
}

/** How many findings are handled concurrently. AWS throttles per account, so more would not be faster. */
const concurrency = 4;

/**
 * One pass of the engine over a scope: gather once for all rules, evaluate, handle each finding, publish. It may be
 * repeated, interrupted, or run concurrently without harm.
 * @param share see judgeScope
 */
export async function pass(ports: Ports, trigger: Trigger, over: Scope, share?: Share): Promise<PassReport> {
  const scope = widened(over);
  const seen = await judgeScope(ports, scope, share);
  const known = await knownRecords(ports, seen.judged, scope);
  if (scope === 'account') await countPopulations(ports, seen);

  const byJudged = new Map<Judged, Handled>();
  const errors: { finding: Finding; error: unknown }[] = [];
  const all = [...seen.judged, ...(await deletedResources(ports, seen))];
  await pooled(concurrency, all, async (judged) => {
    try {
      const result = await handle(ports, trigger, judged, await known(judged.id));
      byJudged.set(judged, result);
      if (result.kind !== 'busy' && result.error !== undefined)
        errors.push({ finding: result.finding, error: result.error });
    } catch (error) {
      // A failure in one finding must not keep the others from being handled.
      errors.push({ finding: inLightOf(judged, undefined, ports).finding, error });
    }
  });
  const handled = all.flatMap((judged) => byJudged.get(judged) ?? []);
  // A finding whose ticket could not be updated stays marked as unpublished, even when it is over.
  const unfinished = new Set(errors.map(({ finding }) => finding.id));
  errors.push(...(await publish(ports, handled, unfinished)));
  return { handled, errors: errors.filter(({ error }) => !(error instanceof LeaseLostError)) };
}

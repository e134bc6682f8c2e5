import { BadInputError } from '../bad-input';
import type { Finding } from '../finding';
import { LeaseLostError } from '../ledger';
import type { Ports, Published, Trigger } from '../ports';
import { goneFindings } from './gone';
import { type Handled, handle } from './handle';
import { countPopulations, judgeScope, knownRecords, type Scope } from './judge';
import { pooled } from './pooled';

export interface PassReport {
  readonly handled: readonly Handled[];
  /** Findings whose handling failed in a way that a later delivery should try again. */
  readonly errors: readonly { readonly finding: Finding; readonly error: unknown }[];
}

/** How many findings are handled at a time: AWS throttles per account, so more would not be faster. */
const concurrency = 4;
const publishBatch = 100;

/**
 * One pass of the loop over a scope: gather once for all rules, evaluate, decide, act, verify, report. It may be
 * repeated, interrupted or run twice at the same time without harm.
 */
export async function pass<Clients>(
  ports: Ports<Clients>,
  trigger: Trigger,
  scope: Scope,
): Promise<PassReport> {
  const { snapshot, judged } = await judgeScope(ports, scope);
  const known = await knownRecords(ports, judged, scope);
  if (scope === 'account') await countPopulations(ports, snapshot, judged);

  const handled: Handled[] = [];
  const errors: { finding: Finding; error: unknown }[] = [];
  const all = [...judged, ...(await goneFindings(ports, snapshot, judged, scope))];
  await pooled(concurrency, all, async (entry) => {
    const { finding } = entry;
    try {
      handled.push(await handle(ports, trigger, entry, await known(finding.id)));
    } catch (error) {
      // One finding must not keep the others from being handled; bad input is the caller's to report.
      if (error instanceof BadInputError) throw error;
      errors.push({ finding, error });
    }
  });
  await publish(ports, handled, errors);
  return { handled, errors: errors.filter(({ error }) => !(error instanceof LeaseLostError)) };
}

/** Publishes what changed in batches and remembers that it was taken. */
async function publish<Clients>(
  { channels, ledger }: Ports<Clients>,
  handled: readonly Handled[],
  errors: { finding: Finding; error: unknown }[],
): Promise<void> {
  const items: Published[] = handled.flatMap((one) =>
    one.kind === 'settled' && one.record.unpublished === true
      ? [{ finding: one.finding, record: one.record }]
      : [],
  );
  for (let start = 0; start < items.length; start += publishBatch) {
    const batch = items.slice(start, start + publishBatch);
    try {
      for (const channel of channels) await channel.publish(batch);
    } catch (error) {
      errors.push(...batch.map(({ finding }) => ({ finding, error })));
      continue;
    }
    for (const { record } of batch) await ledger.published(record.id, record.updatedAt);
  }
}

import type { Finding } from '../finding';
import { LeaseLostError } from '../ledger';
import {
  type Channel,
  ChannelOffError,
  NotTakenError,
  type Ports,
  type Published,
  type Trigger,
} from '../ports';
import { goneFindings } from './gone';
import { type Handled, handle } from './handle';
import { countPopulations, judgeScope, knownRecords, type Scope, type Share, widened } from './judge';
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
 * @param share see judgeScope
 */
export async function pass(ports: Ports, trigger: Trigger, over: Scope, share?: Share): Promise<PassReport> {
  const scope = widened(over);
  const { snapshot, judged, scopes } = await judgeScope(ports, scope, share);
  const known = await knownRecords(ports, judged, scope);
  if (scope === 'account') await countPopulations(ports, snapshot, judged);

  const handled: Handled[] = [];
  const errors: { finding: Finding; error: unknown }[] = [];
  const all = [...judged, ...(await goneFindings(ports, snapshot, judged, scopes))];
  await pooled(concurrency, all, async (entry) => {
    const { finding } = entry;
    try {
      const one = await handle(ports, trigger, entry, await known(finding.id));
      handled.push(one);
      if (one.kind !== 'busy' && one.error !== undefined) errors.push({ finding, error: one.error });
    } catch (error) {
      // One finding must not keep the others from being handled.
      errors.push({ finding, error });
    }
  });
  await publish(ports, handled, errors);
  return { handled, errors: errors.filter(({ error }) => !(error instanceof LeaseLostError)) };
}

/** Publishes what changed in batches and remembers that it was taken. */
async function publish(
  { channels, ledger, tell }: Ports,
  handled: readonly Handled[],
  errors: { finding: Finding; error: unknown }[],
): Promise<void> {
  const items: Published[] = handled.flatMap((one) =>
    one.kind !== 'busy' && one.record?.unpublished === true
      ? [{ finding: one.finding, record: one.record }]
      : [],
  );
  // A finding whose ticket is not in step stays on the list of what is not taken, even when it is over.
  const unfinished = new Set(errors.map(({ finding }) => finding.id));
  for (let start = 0; start < items.length; start += publishBatch) {
    const batch = items.slice(start, start + publishBatch);
    const { refused, waiting } = await offer(channels, batch, tell);
    for (const { finding, record } of batch) {
      try {
        if (refused.has(record.id)) errors.push({ finding, error: refused.get(record.id) });
        else if (!waiting && !unfinished.has(record.id)) await ledger.published(record);
      } catch (error) {
        errors.push({ finding, error });
      }
    }
  }
}

/** What became of a batch: the ids that some channel did not take, with its error; whether some channel is off. */
interface Offered {
  readonly refused: ReadonlyMap<string, unknown>;
  /** They stay unpublished, and are offered again with every look at them; that is no error of theirs. */
  readonly waiting: boolean;
}

/** Offers a batch to every channel. */
async function offer(
  channels: readonly Channel[],
  batch: readonly Published[],
  tell: Ports['tell'],
): Promise<Offered> {
  const refused = new Map<string, unknown>();
  let waiting = false;
  for (const channel of channels) {
    try {
      await channel.publish(batch);
    } catch (error) {
      if (error instanceof ChannelOffError) {
        waiting = true;
        const { channel: name, isAbsent, message: because } = error;
        tell({ type: 'channel-off', channel: name, because, isAbsent, waiting: batch.length });
        continue;
      }
      const ids =
        error instanceof NotTakenError ? error.reasons.keys() : batch.map(({ record }) => record.id);
      for (const id of ids) refused.set(id, error);
    }
  }
  return { refused, waiting };
}

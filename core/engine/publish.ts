import type { Finding } from '../model/finding';
import { type Channel, ChannelOffError, NotTakenError, type Ports, type Published } from '../model/ports';
import { chunks } from '../lists/chunks';
import type { Handled } from './stages';

const publishBatch = 100;

/**
 * Publishes the findings whose state has changed, in batches, and marks them in the ledger as published.
 * @param unfinished ids of findings that are published but keep their `unpublished` mark, because part of their
 * handling failed
 * @returns the findings that were not published, each with the error
 */
export async function publish(
  { channels, ledger, tell }: Pick<Ports, 'channels' | 'ledger' | 'tell'>,
  handled: readonly Handled[],
  unfinished: ReadonlySet<string>,
): Promise<readonly { readonly finding: Finding; readonly error: unknown }[]> {
  const items: Published[] = handled.flatMap((entry) =>
    entry.kind !== 'busy' && entry.record?.unpublished === true
      ? [{ finding: entry.finding, record: entry.record }]
      : [],
  );
  const errors: { finding: Finding; error: unknown }[] = [];
  for (const batch of chunks(items, publishBatch)) {
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
  return errors;
}

/** The result of offering one batch to every channel. */
interface Offered {
  /** Ids of the findings that some channel did not take, with that channel's error. */
  readonly refused: ReadonlyMap<string, unknown>;
  /**
   * Whether some channel is switched off. The batch then stays unpublished and is offered again by every later pass;
   * it does not count as an error.
   */
  readonly waiting: boolean;
}

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

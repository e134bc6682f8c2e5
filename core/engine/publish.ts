import type { Finding } from '../model/finding';
import { type Channel, ChannelOffError, NotTakenError, type Ports, type Published } from '../model/ports';
import type { Handled } from './stages';

const publishBatch = 100;

/**
 * Publishes what changed in batches and remembers that it was taken.
 * @param unfinished ids of findings that are published, and yet stay on the list of what is not taken
 * @returns which were not taken, and why
 */
export async function publish(
  { channels, ledger, tell }: Pick<Ports, 'channels' | 'ledger' | 'tell'>,
  handled: readonly Handled[],
  unfinished: ReadonlySet<string>,
): Promise<readonly { readonly finding: Finding; readonly error: unknown }[]> {
  const items: Published[] = handled.flatMap((one) =>
    one.kind !== 'busy' && one.record?.unpublished === true
      ? [{ finding: one.finding, record: one.record }]
      : [],
  );
  const errors: { finding: Finding; error: unknown }[] = [];
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
  return errors;
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

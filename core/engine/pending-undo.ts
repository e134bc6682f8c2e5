import { quotedCommand } from '../text/command';
import { isDry } from './limits';
import type { Claimed, Settling, Settlement, Episode } from './stages';
import { undoCalls } from './take-back';
import { hour, later, minute, msUntil } from './time';
import { whyNot } from './undo';
import { isPaused } from './unfinished';

const halfAnHour = 30 * minute;

/**
 * An undo that was interrupted waits for the person who asked for it: a pass may change what it remediates, and has no
 * permission to take it back. What is left stays known, and the ticket says it, unless it is a dry run,
 * which opens none. It is given up where somebody has changed the resource: if that passes, there is no more to it.
 * @throws LeaseLostError when another worker took over.
 */
export async function pendingUndo(claimed: Claimed): Promise<Settling | { readonly open: Claimed }> {
  const { ports, lease, finding, record } = claimed;
  if (record === undefined || !isUndoing({ ...claimed, record })) return { open: claimed };
  const by = record.undoing?.by ?? '';
  const refusal = await whyNot(ports, record);
  const calls = undoCalls(record);
  const left = `run ${quotedCommand('undo', record.id)} (or choose its action in Security Hub) again to do what is left: ${calls.map(({ call }) => call).join(', then ')}`;
  const because = `the undo that ${by} asked for is not over: ${refusal?.because ?? left}`;
  const quiet: Settlement | undefined = isDry(record.rule, ports.settings)
    ? { outcome: 'observed', because: `dry run: ${because}`, retryMs: hour }
    : undefined;
  if (refusal?.isChanged !== true)
    return {
      ...claimed,
      record,
      settlement: quiet ?? asPending(because, record.undoing?.since ?? ports.now(), ports.now()),
    };
  const { undoing: _, ...givenUp } = record;
  await ports.ledger.save(lease, givenUp, { at: ports.now(), event: 'undo given up', by, detail: because });
  const work: Episode = { ...claimed, record: givenUp };
  if (finding.status !== 'fail') return { open: work };
  return { ...work, settlement: quiet ?? { outcome: 'ticketed', because, ticket: true } };
}

/**
 * Whether an undo has begun, is not over, and has not been overruled by an approval, an exemption or the end of the
 * resource, nor forgotten since.
 */
function isUndoing({ ports, record, judgement, finding }: Episode): boolean {
  return (
    record.undoing !== undefined &&
    record.approval === undefined &&
    isPaused(record, ports.now()) &&
    judgement.gone !== true &&
    finding.status !== 'exempt'
  );
}

/** Whoever asked goes on with it as soon as AWS lets them: a notebook takes minutes to stop. */
function asPending(because: string, since: string, now: string): Settlement {
  const notifyAt = later(since, halfAnHour);
  return now < notifyAt
    ? { outcome: 'acting', because, followUpMs: msUntil(notifyAt, now) }
    : { outcome: 'ticketed', because, ticket: true, retryMs: hour };
}

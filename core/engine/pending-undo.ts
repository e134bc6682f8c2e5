import { quotedCommand } from '../text/command';
import { isDry } from './limits';
import type { Claimed, Settling, Settlement, Episode } from './stages';
import { undoCalls } from './take-back';
import { hour, later, minute, msUntil } from './time';
import { whyNot } from './undo';
import { isPaused } from './unfinished';

const halfAnHour = 30 * minute;

/**
 * An interrupted undo waits for the person who asked for it: a pass may perform remediation calls, but has no
 * permission for their inverses. What is left stays in the record, and the ticket says so (a dry run opens none). The
 * undo is given up once somebody else has changed the resource; if that made the resource pass, nothing more is
 * needed.
 * @returns the settlement while the undo is pending, or the claim to go on with
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
  const silent: Settlement | undefined = isDry(record.rule, ports.settings)
    ? { outcome: 'observed', because: `dry run: ${because}`, retryMs: hour }
    : undefined;
  if (refusal?.isChanged !== true)
    return {
      ...claimed,
      record,
      settlement: silent ?? asPending(because, record.undoing?.since ?? ports.now(), ports.now()),
    };
  const { undoing: _, ...givenUp } = record;
  await ports.ledger.save(lease, givenUp, { at: ports.now(), event: 'undo given up', by, detail: because });
  const work: Episode = { ...claimed, record: givenUp };
  if (finding.status !== 'fail') return { open: work };
  return { ...work, settlement: silent ?? { outcome: 'ticketed', because, ticket: true } };
}

/**
 * Whether an undo has begun and is not over, and no approval, exemption, deletion of the resource or end of the pause
 * has overruled it.
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

/**
 * The person continues as soon as AWS allows it (a notebook takes minutes to stop), so a ticket is opened only after
 * half an hour.
 */
function asPending(because: string, since: string, now: string): Settlement {
  const notifyAt = later(since, halfAnHour);
  return now < notifyAt
    ? { outcome: 'acting', because, followUpMs: msUntil(notifyAt, now) }
    : { outcome: 'ticketed', because, ticket: true, retryMs: hour };
}

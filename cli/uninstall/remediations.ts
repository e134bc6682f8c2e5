import { reRead, takenBack, undoCalls, whyNot } from '../../core/engine';
import { effective, type FindingRecord } from '../../core/model/ledger';
import { describeResource, refKey } from '../../core/model/resource';
import { takeBackAndWait } from '../operator/take-back';
import type { Leftover, UninstallContext } from './leftover';

/** Between two reads (ms). */
const pollMs = 10_000;
/** How many times to read before giving up on seeing what was taken back. */
const maxReads = 6;

/** The changes that the ledger can take back, newest first: an older one restores what a newer one was built on. */
export async function changes(context: UninstallContext): Promise<readonly Leftover[]> {
  const records = (await context.ports.ledger.list())
    .filter((record) => takenBack(record).some(({ inverse }) => inverse?.length !== 0))
    .toSorted((a, b) => (lastStep(a) < lastStep(b) ? 1 : -1));
  const seen = new Set<string>();
  const found: Leftover[] = [];
  for (const record of records) {
    // For an older change of the same resource, this is not known until the newer one is taken back.
    const isNewest = !seen.has(refKey(record.resource));
    seen.add(refKey(record.resource));
    const left = isNewest || context.mode === 'apply' ? await whyNotTakenBack(record, context) : undefined;
    found.push(leftover(record, context, left));
  }
  return found;
}

function lastStep(record: FindingRecord): string {
  return effective(record).reduce((last, { at }) => (at > last ? at : last), '');
}

function leftover(record: FindingRecord, context: UninstallContext, left: string | undefined): Leftover {
  return {
    id: record.id,
    what: `${describeResource(record.resource)}, changed for ${record.rule}`,
    calls: undoCalls(record).map(({ call, input }) => ({ call, input })),
    ...(left === undefined ? { take: () => take(record, context) } : { left }),
  };
}

/** Why the engine would refuse to take it back. In `apply` the engine decides for itself, on what it reads then. */
async function whyNotTakenBack(
  record: FindingRecord,
  context: UninstallContext,
): Promise<string | undefined> {
  return context.mode === 'plan' ? (await whyNot(context.ports, record))?.because : undefined;
}

async function take(
  record: FindingRecord,
  { ports, io, waitMs }: UninstallContext,
): Promise<string | undefined> {
  const result = await takeBackAndWait(ports, record.id, 'palisade uninstall', { io, waitMs });
  return result.status === 'done' ? unconfirmed(record, { ports, io }) : result.because;
}

/** Checks that the resource is no longer as Palisade had left it. Returns a message when that is not confirmed. */
async function unconfirmed(
  { resource, after, rule: ruleId }: FindingRecord,
  { ports, io }: Pick<UninstallContext, 'ports' | 'io'>,
): Promise<string | undefined> {
  const rule = ports.rules.find(({ meta }) => meta.id === ruleId);
  if (rule === undefined || after === undefined) return undefined;
  for (let attempt = 0; attempt < maxReads; attempt += 1) {
    if (attempt > 0) await io.pause(pollMs);
    const image = (await reRead(ports, rule, resource, undefined))?.judgement.image();
    if (image !== after && image !== '') return undefined;
  }
  return 'AWS took the calls, but reading still shows it as it was before them: look again in a minute';
}

import type { ReadClaims } from '../adapters/ledger/read-claims';
import { distinct, type ParsedWork } from '../adapters/triggers/parsed-event';
import { joined, pass, type PassReport } from '../core/engine';
import type { Ports, Trigger } from '../core/model/ports';
import { refKey } from '../core/model/resource';
import { type SharedReads, shareReads } from './shared-reads';

/** What could not be finished: by resource, and one error for everything that no message names. */
export interface Problems {
  readonly named: ReadonlyMap<string, Error>;
  readonly others: Error | undefined;
}

/** Another batch is reading something that a message names, and has not finished. */
export class BegunElsewhereError extends Error {
  override readonly name = 'BegunElsewhereError';
}

/**
 * Makes one pass over all that the messages name. In a storm it leaves out what another batch has read, or is about to.
 */
export async function passOver(
  work: readonly ParsedWork[],
  ports: Ports,
  reads: ReadClaims | undefined,
): Promise<Problems> {
  const named = work.flatMap(({ refs, at }) => refs.map((ref) => ({ ref, at })));
  const shared = reads === undefined ? undefined : shareReads(named, reads, ports);
  const refs = distinct(named.map(({ ref }) => ref));
  const report = await passOrEnd(() => pass(ports, coalesced(work), refs, shared?.share), shared);
  const begunElsewhere = [...((await shared?.finish(report)) ?? [])].map(
    (key) => [key, new BegunElsewhereError('another batch is reading it, and has not finished')] as const,
  );
  const keys = new Set(refs.map(refKey));
  const failed = report.errors.map(
    ({ finding, error }) => [refKey(finding.resource), asError(error)] as const,
  );
  return {
    named: new Map([...begunElsewhere, ...failed.filter(([key]) => keys.has(key))]),
    others: failed.find(([key]) => !keys.has(key))?.[1],
  };
}

/** Ends the read claims when the pass fails, so that other batches do not wait for them. */
async function passOrEnd(
  work: () => Promise<PassReport>,
  shared: SharedReads | undefined,
): Promise<PassReport> {
  try {
    return await work();
  } catch (error) {
    await shared?.finish(undefined);
    throw error;
  }
}

/** Combines the triggers of a batch into one, which keeps their causes apart. */
function coalesced(work: readonly ParsedWork[]): Trigger {
  const [first] = work;
  return {
    kind: first?.trigger.kind ?? 'event',
    description: joined(work.map(({ trigger }) => trigger.description)),
    causes: work.map(({ trigger: { description, by }, refs }) => ({
      description,
      refs,
      ...(by === undefined ? {} : { by }),
    })),
  };
}

/** The thrown value as an Error. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

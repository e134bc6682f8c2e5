import type { ReadClaims } from '../adapters/ledger/read-claims';
import { distinct, type ParsedWork } from '../adapters/triggers/parsed-event';
import { joined, pass, type PassReport } from '../core/engine';
import type { Ports, Trigger } from '../core/model/ports';
import { refKey } from '../core/model/resource';
import { type SharedReads, shareReads } from './shared-reads';

/** What could not be finished: by the resource that it is about, and what no message names by itself. */
export interface Problems {
  readonly named: ReadonlyMap<string, Error>;
  readonly others: Error | undefined;
}

/** Another batch looks at something that a message is about, and has not finished. */
export class BegunElsewhereError extends Error {
  override readonly name = 'BegunElsewhereError';
}

/** One pass over all that the messages name; in a storm, over what no other look has seen or is about to see. */
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
    (key) => [key, new BegunElsewhereError('another batch is looking, and has not finished')] as const,
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

/** What was begun is not left standing as if it went on. */
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

/** One trigger that stands for those of a batch, and still knows them apart. */
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

/** What was thrown, as an error. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

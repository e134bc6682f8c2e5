import type { ReadClaims, ReadTimes } from '../adapters/ledger/read-claims';
import { messageOf } from '../adapters/errors';
import type { PassReport, Scope, Share, RuleScope } from '../core/engine';
import type { Ports } from '../core/model/ports';
import { type ResourceRef, refKey } from '../core/model/resource';
import { type ChangedResource, neededFor, neededSince, type ReadProgress, progressOf } from './read-progress';
import { logger } from './observe';

/** Longer than a function can run: a read that began this long ago (ms) without ending has crashed. */
const readClaimMs = 6 * 60_000;
/** How long to wait for reads that other batches have begun, in ms. */
const waits: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000];

/** The reads of one batch, without those that another batch has claimed. See docs/decisions/011. */
export interface SharedReads {
  /** Claims what the pass reads. */
  readonly share: Share;
  /**
   * Ends the claims, after the pass or its failure.
   * @returns the keys of the resources that other batches have not finished reading; the messages that name them have
   * to be delivered again
   */
  readonly finish: (report: PassReport | undefined) => Promise<ReadonlySet<string>>;
}

/** A claim to read one of a rule's subjects, or all of them. */
interface ReadClaim {
  readonly name: string;
  readonly rule: string;
  readonly subject: ResourceRef | 'all';
  /** The changed resources that it covers. */
  readonly because: readonly ResourceRef[];
  /** The earliest useful start of the read. */
  readonly needed: string;
}

export function shareReads(
  named: readonly ChangedResource[],
  claims: ReadClaims,
  { now, pause }: Pick<Ports, 'now' | 'pause'>,
): SharedReads {
  const startedAt = now();
  const until = new Date(Date.parse(startedAt) + readClaimMs).toISOString();
  const needed = neededSince(named);
  let mine: readonly ReadClaim[] = [];
  let awaited: readonly ReadClaim[] = [];

  const progress = async (wanted: readonly ReadClaim[]): Promise<ReadonlyMap<ReadClaim, ReadProgress>> => {
    const names = new Set(wanted.flatMap(({ name, rule }) => [name, rule]));
    const last = await orElse(() => claims.last([...names]), new Map<string, ReadTimes>());
    return new Map(
      wanted.map((claim) => {
        const whole = claim.subject === 'all' ? undefined : last.get(claim.rule);
        return [claim, progressOf(last.get(claim.name), claim.needed, now(), whole)];
      }),
    );
  };

  /** Claims those reads that nobody has begun, and waits later for the ones in progress. */
  const divide = async (wanted: readonly ReadClaim[]): Promise<readonly ReadClaim[]> => {
    const at = await progress(wanted);
    const open = new Map(
      wanted.filter((claim) => at.get(claim) === 'none').map((claim) => [claim.name, claim.needed]),
    );
    const begun = await orElse(() => claims.begin(open, startedAt, until), new Set(open.keys()));
    const taken = wanted.filter(({ name }) => begun.has(name));
    mine = [...mine, ...taken];
    awaited = [...awaited, ...wanted.filter((claim) => at.get(claim) !== 'seen' && !taken.includes(claim))];
    return taken;
  };

  return {
    share: async (wanted) => {
      const all = wanted.flatMap((one) => readClaimsFor(one, needed));
      const whole = await divide(all.filter(({ subject }) => subject === 'all'));
      // A read of all subjects of a rule covers each of them.
      const covered = new Set(whole.map(({ rule }) => rule));
      await divide(all.filter(({ rule, subject }) => subject !== 'all' && !covered.has(rule)));
      return new Map(wanted.map(({ rule }) => [rule, scopeOf(mine.filter((claim) => claim.rule === rule))]));
    },

    finish: async (report) => {
      await orElse(() => claims.end(endOf(mine, report), startedAt), undefined);
      if (report === undefined) return new Set();
      let at = await progress(awaited);
      for (const ms of waits) {
        if (![...at.values()].includes('begun')) break;
        await pause(ms);
        at = await progress(awaited);
      }
      return new Set(
        [...at].flatMap(([{ because }, state]) => (state === 'seen' ? [] : because.map(refKey))),
      );
    },
  };
}

function readClaimsFor(
  { rule, subjects, others }: RuleScope,
  needed: ReadonlyMap<string, string>,
): readonly ReadClaim[] {
  const single = subjects.map((ref): ReadClaim => {
    const because = [ref];
    return { name: nameOf(rule, ref), rule, subject: ref, because, needed: neededFor(because, needed) };
  });
  if (others.length === 0) return single;
  // Which subjects a change concerns is known only after reading. One read of all subjects covers any number of
  // changes.
  return [
    ...single,
    { name: rule, rule, subject: 'all', because: others, needed: neededFor(others, needed) },
  ];
}

function nameOf(rule: string, ref: ResourceRef): string {
  return `${rule}/${refKey(ref)}`;
}

function scopeOf(claims: readonly ReadClaim[]): Scope {
  const refs = claims.flatMap(({ subject }) => (subject === 'all' ? [] : [subject]));
  return refs.length === claims.length ? refs : 'account';
}

/** Which of the claims are complete, and what the pass failed to read. */
function endOf(
  claims: readonly ReadClaim[],
  report: PassReport | undefined,
): { readonly complete: readonly string[]; readonly failed: readonly string[] } {
  const names = claims.map(({ name }) => name);
  if (report === undefined) return { complete: [], failed: names };
  const errors = report.errors.map(({ finding }) => finding);
  // An `unknown` finding was not read. A `busy` one is read again by the worker that has its lease.
  const unseen = report.handled
    .filter(({ kind, finding }) => kind === 'busy' || finding.status === 'unknown')
    .map(({ finding }) => finding);
  const failed = new Set([...errors, ...unseen].map(({ rule, resource }) => nameOf(rule, resource)));
  // If a failure belongs to none of the claims, no claim of its rule counts as complete.
  const rules = new Set(
    [...errors, ...unseen.filter(({ resource }) => resource.type === 'AWS::Account')]
      .filter(({ rule, resource }) => !names.includes(nameOf(rule, resource)))
      .map(({ rule }) => rule),
  );
  const isComplete = ({ name, rule }: ReadClaim): boolean => !failed.has(name) && !rules.has(rule);
  return {
    complete: claims.filter(isComplete).map(({ name }) => name),
    failed: [
      ...new Set([...failed, ...claims.filter((claim) => !isComplete(claim)).map(({ name }) => name)]),
    ],
  };
}

/** Sharing reads only saves work, so its failure must not fail the pass. */
async function orElse<T>(work: () => Promise<T>, instead: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    logger.warn('reads are not shared', { problem: messageOf(error) });
    return instead;
  }
}

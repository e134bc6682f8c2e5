import type { ReadClaims, ReadTimes } from '../adapters/ledger/read-claims';
import { messageOf } from '../adapters/errors';
import type { PassReport, Scope, Share, RuleScope } from '../core/engine';
import type { Ports } from '../core/model/ports';
import { type ResourceRef, refKey } from '../core/model/resource';
import { type ChangedResource, neededFor, neededSince, type ReadProgress, progressOf } from './read-progress';
import { logger } from './observe';

/** Longer than a function runs: a look that began so long ago (ms) and is not over never will be. */
const readClaimMs = 6 * 60_000;
/** How long is waited for looks that others have begun (ms). */
const waits: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000];

/** The looks of one batch, none of which another batch has taken already. See docs/decisions/011. */
export interface SharedReads {
  /** What the pass looks at. */
  readonly share: Share;
  /**
   * After the pass, or where it failed. Returns the keys of the resources about which others have not finished: the
   * messages that name them have to come again.
   */
  readonly finish: (report: PassReport | undefined) => Promise<ReadonlySet<string>>;
}

/** A look of one rule at one of its subjects, or at all of them. */
interface ReadClaim {
  readonly name: string;
  readonly rule: string;
  readonly subject: ResourceRef | 'all';
  /** The resources because of which it is wanted. */
  readonly because: readonly ResourceRef[];
  /** When it must have begun at the earliest. */
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

  /** Begins those of the looks that nobody has begun; the others that are not over are waited for. */
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
      // Who looks at all subjects of a rule looks at each of them.
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
  // What a change concerns is known only after reading; one look at all subjects is enough for any number of changes.
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

/** Which of the looks saw what they were for, and what all looks of the pass did not see. */
function endOf(
  claims: readonly ReadClaim[],
  report: PassReport | undefined,
): { readonly complete: readonly string[]; readonly failed: readonly string[] } {
  const names = claims.map(({ name }) => name);
  if (report === undefined) return { complete: [], failed: names };
  const errors = report.errors.map(({ finding }) => finding);
  // What could not be read was not seen; who is at work on a finding looks at it again.
  const unseen = report.handled
    .filter(({ kind, finding }) => kind === 'busy' || finding.status === 'unknown')
    .map(({ finding }) => finding);
  const failed = new Set([...errors, ...unseen].map(({ rule, resource }) => nameOf(rule, resource)));
  // Nothing of the rule counts as seen where a failure is known by no look of its own.
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

/** Sharing looks saves work, and is no reason to fail. */
async function orElse<T>(work: () => Promise<T>, instead: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    logger.warn('looks are not shared', { problem: messageOf(error) });
    return instead;
  }
}

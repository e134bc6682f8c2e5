import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseSettings, type Settings } from '../../../core/settings';
import { rules } from '../../../rules/registry';
import { least, runs } from '../../runner/size';
import { filesOfNetwork, type Files } from './files';
import { knownDefects } from './known-defects';
import { networks } from './network';
import {
  fieldRemovals,
  fileRemovals,
  recordRemovals,
  type Removable,
  removableFrom,
  type Removal,
} from './removals';
import { whyUnnoticed } from './unnoticeable';
import { rulesOn, type Seen, verdictsOf } from './verdicts';

/** Removals whose consequences are not fixed yet. */
const known = knownDefects([]);

/** How many things were taken out, and how many of them nobody can notice. */
const counts = { networks: 0, files: 0, records: 0, fields: 0, unnoticeable: 0 };

const keyOf = ({ rule, id }: Seen): string => `${rule} of ${id}`;

/** The statuses that assure somebody that there is nothing to do. */
const assuring = ['pass', 'not-applicable', 'exempt'];

/** Whether a verdict of the rule is unknown for want of what was taken out, or this one passes and says so. */
function saysSo({ names }: Removal, rule: string, now: Seen | undefined, after: readonly Seen[]): boolean {
  const isNamedIn = (missing: readonly string[] = []): boolean =>
    missing.some((text) => names.some((name) => text.includes(name)));
  if (now?.verdict.status === 'pass' && isNamedIn(now.verdict.missing)) return true;
  return after.some(
    (one) => one.rule === rule && one.verdict.status === 'unknown' && isNamedIn(one.verdict.missing),
  );
}

/** The verdicts that became assuring, and the failing subjects that vanished, without a word about what is missing. */
function silent(
  account: Removable,
  before: readonly Seen[],
  removal: Removal,
  settings: Settings,
): readonly string[] {
  const again = rulesOn(removal.slice);
  const after = verdictsOf(account.after(removal), settings, again);
  const judged = before.filter(({ rule }) => again.some(({ meta }) => meta.id === rule));
  const were = new Map(judged.map((one) => [keyOf(one), one]));
  const are = new Map(after.map((one) => [keyOf(one), one]));
  return [...new Set([...were.keys(), ...are.keys()])].flatMap((key) => {
    const [was, now] = [were.get(key), are.get(key)];
    const hasVanished = now === undefined && (was?.status === 'fail' || was?.status === 'exempt');
    const isAssuring = now !== undefined && now.status !== was?.status && assuring.includes(now.status);
    if (!hasVanished && !isAssuring) return [];
    if (saysSo(removal, was?.rule ?? now?.rule ?? '', now, after)) return [];
    return [`${removal.shown}: ${key} was ${was?.status ?? 'not there'}, is ${now?.status ?? 'gone'}`];
  });
}

/** The removals of a network to try: all files and records, and every n-th field. */
function removalsFrom(files: Files, every: number, first: number): readonly Removal[] {
  const fields = fieldRemovals(files).filter((_, index) => index % every === first % every);
  const [whole, records] = [fileRemovals(files), recordRemovals(files)];
  counts.networks += 1;
  counts.files += whole.length;
  counts.records += records.length;
  counts.fields += fields.length;
  return [...whole, ...records, ...fields].filter((removal) => {
    const isNoticeable = whyUnnoticed(removal, files) === undefined;
    if (!isNoticeable) counts.unnoticeable += 1;
    return isNoticeable;
  });
}

describe('a file, a record or a field that is not in an export any more', () => {
  it('never assures anybody, nor makes a failing subject vanish, unless an unknown verdict names it', () => {
    fc.assert(
      fc.property(networks, fc.nat({ max: 1000 }), (network, first) => {
        const settings = parseSettings(network.settings, rules);
        const files = filesOfNetwork(network);
        const account = removableFrom(files);
        const before = verdictsOf(account.whole, settings);
        const found = removalsFrom(files, least(4, 20), first).flatMap((removal) =>
          silent(account, before, removal, settings),
        );
        expect(known.others(found)).toEqual([]);
      }),
      runs(25, 5),
    );
  });

  it('was of every kind, mostly of one that can be noticed, and leads to what is listed as not fixed', () => {
    expect(Math.min(counts.files, counts.records, counts.fields)).toBeGreaterThan(least(300, 50));
    expect(counts.unnoticeable).toBeLessThan((counts.records + counts.fields) / 2);
    expect(known.notFound().slice(0, least(Infinity, 0))).toEqual([]);
  });

  afterAll(() => {
    if (process.env['NETWORKS_SHOWN'] !== undefined) process.stdout.write(`${JSON.stringify(counts)}\n`);
  });
});

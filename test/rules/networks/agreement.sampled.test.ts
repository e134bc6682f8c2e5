import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseSettings } from '../../../core/settings';
import { rules } from '../../../rules/registry';
import { snapshotOf } from '../given';
import { least, runs } from '../../runner/size';
import { type Claim, claimsOf } from './claims';
import { type GeneratedNetwork, networks, walked } from './network';
import { verdictsOf } from './verdicts';

/** Facts about which several rules made claims, by the rules. */
const compared = new Map<string, number>();

/** The claims about each fact on which not all agree. */
function contradictions(claims: readonly Claim[]): readonly string[] {
  const byFact = new Map<string, Claim[]>();
  for (const claim of claims) byFact.set(claim.fact, [...(byFact.get(claim.fact) ?? []), claim]);
  return [...byFact].flatMap(([fact, all]) => {
    const speakers = [...new Set(all.map(({ rule }) => rule))].toSorted();
    for (const [index, one] of speakers.entries())
      for (const two of speakers.slice(index + 1)) {
        const pair = `${one} and ${two}`;
        compared.set(pair, (compared.get(pair) ?? 0) + 1);
      }
    const answers = new Set(all.map(({ says }) => says));
    if (answers.size < 2) return [];
    return [`${fact}: ${all.map(({ says, by }) => `${says} (${by})`).join(', ')}`];
  });
}

function claimsAbout({ given, settings: text }: GeneratedNetwork, unread: readonly string[]): readonly Claim[] {
  const settings = parseSettings(text, rules);
  const snapshot = snapshotOf({
    ...given,
    ...Object.fromEntries(unread.map((slice) => [slice, 'unreadable'])),
  });
  return claimsOf(verdictsOf(snapshot, settings), snapshot, settings);
}

/** Mostly everything is read. */
const unread = fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.subarray([...walked], { maxLength: 3 }));

describe('rules about one network', () => {
  it('do not contradict each other', () => {
    fc.assert(
      fc.property(networks, unread, (network, some) => {
        expect(contradictions(claimsAbout(network, some))).toEqual([]);
      }),
      runs(3000, 80),
    );
  });

  afterAll(() => {
    console.log([...compared].map((x) => x.join(': ')).sort().join('\n'), least(1,1));
  });
});

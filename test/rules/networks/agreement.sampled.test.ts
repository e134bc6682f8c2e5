import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseSettings } from '../../../core/settings';
import { rules } from '../../../rules/registry';
import { least, runs } from '../../runner/size';
import { type FactClaim, claimsOf } from './claims';
import { filesOfNetwork, withoutFiles } from './files';
import { knownDefects } from './known-defects';
import { type GeneratedNetwork, networks, walked } from './network';
import { verdictsOf } from './verdicts';

/** Contradictions that are not fixed yet. */
const known = knownDefects([]);

/** The pairs of rules that spoke about one fact, and how often. */
const compared = new Map<string, number>();

/** The claims about each fact on which not all agree. */
function contradictionsIn(claims: readonly FactClaim[]): readonly string[] {
  const byFact = new Map<string, FactClaim[]>();
  for (const claim of claims) byFact.set(claim.fact, [...(byFact.get(claim.fact) ?? []), claim]);
  return [...byFact].flatMap(([fact, all]) => {
    const speakers = [...new Set(all.map(({ rule }) => rule))].toSorted();
    for (const [index, one] of speakers.entries())
      for (const two of speakers.slice(index + 1)) {
        const pair = `${one} and ${two}`;
        compared.set(pair, (compared.get(pair) ?? 0) + 1);
      }
    if (new Set(all.map(({ says }) => says)).size < 2) return [];
    const views = all.toSorted((a, b) => (a.by < b.by ? -1 : 1)).map(({ says, by }) => `${says} (${by})`);
    return [`${fact}: ${views.join(', ')}`];
  });
}

function contradictions(network: GeneratedNetwork, unread: readonly string[]): readonly string[] {
  const settings = parseSettings(network.settings, rules);
  const snapshot = withoutFiles(filesOfNetwork(network), unread);
  return contradictionsIn(claimsOf(verdictsOf(snapshot, settings), snapshot, settings));
}

/** Mostly all files are there. */
const absent = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.subarray([...walked], { maxLength: 3 }) },
);

describe('two rules about one network', () => {
  it('do not contradict each other about one fact', () => {
    fc.assert(
      fc.property(networks, absent, (network, unread) => {
        expect(known.others(contradictions(network, unread))).toEqual([]);
      }),
      runs(3000, 60),
    );
  });

  it.each([
    ['endpoint-private-dns and endpoint-security-group', 20],
    ['endpoint-private-dns and endpoint-subnets', 20],
    ['endpoint-private-dns and endpoint-required', 1],
    ['endpoint-private-dns and notebook-private-route', 2],
    ['endpoint-required and endpoint-security-group', 2],
    ['endpoint-required and endpoint-subnets', 5],
    ['endpoint-required and notebook-in-vpc', 1],
    ['endpoint-required and notebook-private-route', 10],
    ['endpoint-security-group and notebook-direct-internet', 2],
    ['endpoint-security-group and notebook-private-route', 10],
    ['endpoint-security-group and studio-vpc-only', 2],
    ['endpoint-subnets and notebook-private-route', 5],
    ['notebook-direct-internet and notebook-private-route', 10],
    ['notebook-in-vpc and notebook-private-route', 5],
  ])('%s spoke about one fact often enough', (pair, few) => {
    expect(compared.get(pair) ?? 0).toBeGreaterThanOrEqual(least(50, few));
  });

  it('contradict each other wherever it is listed that they do', () => {
    expect(known.notFound().slice(0, least(Infinity, 0))).toEqual([]);
  });

  afterAll(() => {
    if (process.env['NETWORKS_SHOWN'] !== undefined)
      process.stdout.write(`${JSON.stringify([...compared])}\n`);
  });
});

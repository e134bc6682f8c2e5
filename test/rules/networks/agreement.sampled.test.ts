import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseSettings } from '../../../core/settings';
import { rules } from '../../../rules/registry';
import { least, runs } from '../../runner/size';
import { type Claim, claimsOf } from './claims';
import { filesOf, withoutFiles } from './files';
import { type GeneratedNetwork, networks, walked } from './network';
import { verdictsOf } from './verdicts';

/** Contradictions that are not mended yet, each with the reason. */
const known: readonly (readonly [RegExp, string])[] = [
  [
    /^vpce-\w+ takes traffic: .*yes \(endpoint-required .*no \(notebook-private-route/,
    'an endpoint in state Partial counts as available for its VPC, and as not available for a path',
  ],
  [
    /leads to an endpoint in vpc-\w+: .*yes \(endpoint-private-dns/,
    'an endpoint in state PendingAcceptance with private DNS counts as serving the name',
  ],
  [
    /^every endpoint of vpc-\w+ can be seen: .*yes \(notebook-private-route/,
    'what is broken whatever the owner of the VPC keeps in it is told as if it kept nothing',
  ],
];

/** The pairs of rules that spoke about one fact, and how often. */
const compared = new Map<string, number>();

/** The claims about each fact on which not all agree. */
function contradictionsIn(claims: readonly Claim[]): readonly string[] {
  const byFact = new Map<string, Claim[]>();
  for (const claim of claims) byFact.set(claim.fact, [...(byFact.get(claim.fact) ?? []), claim]);
  return [...byFact].flatMap(([fact, all]) => {
    const speakers = [...new Set(all.map(({ rule }) => rule))].toSorted();
    for (const [index, one] of speakers.entries())
      for (const two of speakers.slice(index + 1)) {
        const pair = `${one} and ${two}`;
        compared.set(pair, (compared.get(pair) ?? 0) + 1);
      }
    if (new Set(all.map(({ says }) => says)).size < 2) return [];
    const told = all.toSorted((a, b) => (a.by < b.by ? -1 : 1)).map(({ says, by }) => `${says} (${by})`);
    return [`${fact}: ${told.join(', ')}`];
  });
}

function contradictions(network: GeneratedNetwork, unread: readonly string[]): readonly string[] {
  const settings = parseSettings(network.settings, rules);
  const snapshot = withoutFiles(filesOf(network), unread);
  return contradictionsIn(claimsOf(verdictsOf(snapshot, settings), snapshot, settings));
}

/** Mostly all files are there. */
const absent = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.subarray([...walked], { maxLength: 3 }) },
);

describe('two rules about one network', () => {
  const seen = new Set<string>();

  it('do not contradict each other about one fact', () => {
    fc.assert(
      fc.property(networks, absent, (network, unread) => {
        const found = contradictions(network, unread);
        const reasons = found.map((text) => known.find(([pattern]) => pattern.test(text))?.[1]);
        for (const reason of reasons) if (reason !== undefined) seen.add(reason);
        expect(found.filter((_, index) => reasons[index] === undefined)).toEqual([]);
      }),
      runs(6000, 120),
    );
  });

  it.each([
    ['endpoint-policy and endpoint-private-dns', 0],
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
    expect(compared.get(pair) ?? 0).toBeGreaterThanOrEqual(least(100, few));
  });

  it('contradict each other only where it is listed, and every entry of the list is needed', () => {
    expect([...seen].toSorted()).toEqual(
      expect.arrayContaining(known.map(([, reason]) => reason).slice(0, least(known.length, 0))) as unknown,
    );
  });

  afterAll(() => {
    if (process.env['NETWORKS_SHOWN'] !== undefined) process.stdout.write(`${JSON.stringify([...compared])}\n`);
  });
});

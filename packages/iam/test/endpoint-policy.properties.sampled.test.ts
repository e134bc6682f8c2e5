import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endpointOpenness } from '../src';
import { splitArn } from '../src/split-arn';
import { asks, foreignness, lets, owns, policies, requests } from './endpoint-world';
import { checkProperty, seeded } from './properties';

const { seed, runs } = seeded('endpoint policies', 225);

describe('random endpoint policies against the naive evaluator', () => {
  it('are closed only where no foreign sample passes, and open only with a real request', () => {
    const tally = { open: 0, closed: 0, unknown: 0 };
    checkProperty(
      fc.property(policies, owns, (document, own) => {
        const found = endpointOpenness(document, asks(own));
        tally[found.status] += 1;
        const passing = requests.filter((request) => {
          const { principal: who, resource } = foreignness(request, own);
          return (who || resource) && lets(document, request);
        });
        if (found.status === 'closed') expect(passing).toEqual([]);
        if (found.status !== 'open') return;
        const { witness, foreign } = found;
        expect(foreignness(witness, own)[foreign]).toBe(true);
        const owner = splitArn(witness.resource)?.account;
        const context = {
          'aws:PrincipalIsAWSService': 'false',
          ...(owner === undefined ? {} : { 'aws:ResourceAccount': owner }),
          ...witness.context,
        };
        expect(lets(document, { ...witness, context })).toBe(true);
      }),
      seed,
      runs,
    );
    expect(tally.open).toBeGreaterThan(runs / 10);
    expect(tally.closed).toBeGreaterThan(runs / 10);
    expect(tally.unknown).toBeLessThan(runs / 10);
  });
});

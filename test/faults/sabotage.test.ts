import { expect, it, jest } from '@jest/globals';
import { scenarios } from '../scenarios';
import type { Injection } from './kinds';
import { record, survive } from './run';
import type { Sabotage } from './world';

// A busy machine takes its time.
jest.setTimeout(120_000);

/** What a mistake in Palisade would be like, and the fault that brings it to light. */
const mistakes: Readonly<
  Record<string, { sabotage: Sabotage; kind: Injection['kind']; shape: Injection['shape']; call: string }>
> = {
  'changes AWS before the ledger knows of it': {
    sabotage: (ports) => ({
      ...ports,
      ledger: {
        ...ports.ledger,
        save: (lease, one, entry, then) =>
          ports.ledger.save(lease, one, entry?.event === 'intent' ? undefined : entry, then),
      },
    }),
    kind: 'killed after',
    shape: 'moment',
    call: 'ec2:ModifyVpcEndpoint',
  },
  'takes every error of a change for a success': {
    sabotage: (ports) => ({
      ...ports,
      rules: ports.rules.map((rule) => ({
        ...rule,
        perform: (step, clients) => rule.perform(step, clients).catch(() => undefined),
      })),
    }),
    kind: 'access denied',
    shape: 'lasting',
    call: 'ec2:ModifyVpcEndpoint',
  },
  'publishes nothing': {
    sabotage: (ports) => ({
      ...ports,
      channels: ports.channels.map(() => ({ publish: () => Promise.resolve() })),
    }),
    kind: 'killed before',
    shape: 'moment',
    call: 'ec2:ModifyVpcEndpoint',
  },
};

it.each(Object.entries(mistakes))('catches a Palisade that %s', async (_, { sabotage, ...fault }) => {
  const scenario = scenarios.find(({ rule }) => rule === 'endpoint-private-dns');
  if (scenario === undefined) throw new Error('there is no such scenario');
  const { left, injections } = await record(scenario);
  const injection = injections.find(
    ({ kind, shape, call }) => kind === fault.kind && shape === fault.shape && call === fault.call,
  );
  if (injection === undefined) throw new Error('there is no such fault');
  expect(await survive(scenario, injection, left)).toEqual([]);
  expect(await survive(scenario, injection, left, sabotage)).not.toEqual([]);
});

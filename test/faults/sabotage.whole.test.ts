import { expect, it, jest } from '@jest/globals';
import { dynamoLedger } from '../../adapters/ledger/dynamodb';
import type { Ledger } from '../../core/model/ledger';
import { scenarios } from '../scenarios';
import { table } from './deployed';
import type { Injection } from './kinds';
import { Matrix } from './run';
import type { Sabotage } from './world';

// Slow on a busy machine.
jest.setTimeout(120_000);

/** Simulated mistakes in Palisade, each with a fault that must reveal it. */
const mistakes: Readonly<
  Record<
    string,
    { sabotage: Sabotage; kind: Injection['kind']; shape: Injection['shape']; call: string; says: RegExp }
  >
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
    says: /carried out without an intent/,
  },
  'takes every error of a change for a success': {
    sabotage: (ports) => ({
      ...ports,
      rules: ports.rules.map((rule) => ({
        ...rule,
        perform: (step, send) => rule.perform(step, send).catch(() => undefined),
      })),
    }),
    kind: 'access denied',
    shape: 'lasting',
    call: 'ec2:ModifyVpcEndpoint',
    says: /does not name ec2:ModifyVpcEndpoint/,
  },
  'goes on when another worker has taken over its lease': {
    sabotage: (ports, clients) => ({ ...ports, ledger: unfenced(ports, clients) }),
    kind: 'two workers',
    shape: 'late',
    // Before the intent to change something is recorded.
    call: 'dynamodb:PutItem',
    says: /had lost its lease/,
  },
  'publishes nothing': {
    sabotage: (ports) => ({
      ...ports,
      channels: ports.channels.map(() => ({ publish: () => Promise.resolve() })),
    }),
    kind: 'killed before',
    shape: 'moment',
    call: 'ec2:ModifyVpcEndpoint',
    says: /findings in Security Hub is 0, not 1/,
  },
};

/** A ledger that accepts every write, whatever its fence. */
function unfenced(...[{ now }, clients]: Parameters<Sabotage>): Ledger {
  const dynamodb = async () => {
    const client = await clients.dynamodb();
    // The client has cached its handlers without this one.
    client.config.cacheMiddleware = false;
    client.middlewareStack.add(
      (next) => (args) => {
        const { input } = args;
        if ('ConditionExpression' in input && input.ConditionExpression === 'fence = :fence')
          input.ConditionExpression = 'attribute_exists(pk) OR fence = :fence';
        return next(args);
      },
      { name: 'unfenced', step: 'initialize', priority: 'low', override: true },
    );
    return client;
  };
  return dynamoLedger({ clients: { dynamodb }, table, now });
}

it.each(Object.entries(mistakes))('catches a Palisade that %s', async (_, { sabotage, says, ...fault }) => {
  const scenario = scenarios.find(({ rule }) => rule === 'endpoint-private-dns');
  if (scenario === undefined) throw new Error('there is no such scenario');
  const matrix = await Matrix.record(scenario);
  try {
    const injection = matrix.injections.find(
      ({ kind, shape, call }) => kind === fault.kind && shape === fault.shape && call === fault.call,
    );
    if (injection === undefined) throw new Error('there is no such fault');
    expect(await matrix.survive(injection)).toMatchObject({ problems: [] });
    const { problems } = await matrix.survive(injection, { sabotage });
    expect(problems.join('\n')).toMatch(says);
  } finally {
    await matrix.stop();
  }
});

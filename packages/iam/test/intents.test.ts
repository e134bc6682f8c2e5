import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../src';
import { allow, deny, type PolicyJson } from './build';
import { beyond, correctness, empty, question, scaled, status } from './intents';

const engine = createEngine();

describe('the intents published for AccessRefinery and Access Analyzer', () => {
  it.each(correctness.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect(empty(one)).toBe(0);
    expect(beyond(one)).toBe('unreachable');
  });

  it('5 statements: each pair of patterns is an intent, and there are no others', () => {
    const one = scaled(5);
    expect(one.intents).toHaveLength(25);
    expect([empty(one), beyond(one)]).toEqual([0, 'unreachable']);
  });

  it('are all needed: without any one of them, somebody is let in by none', () => {
    const [, , , overlapping] = correctness;
    expect(overlapping?.intents).toHaveLength(4);
    const { statements = [], intents = [] } = overlapping ?? {};
    // The two mixed ones hold only what is in the others too.
    const found = intents.map((left) =>
      beyond({ name: '', statements, intents: intents.filter((one) => one !== left) }),
    );
    expect(found).toEqual(['reachable', 'reachable', 'unreachable', 'unreachable']);
  });
});

describe('the running example of the paper', () => {
  const file = (name: string) => `arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/${name}`;
  const [ofUser1, ofDept1] = [file('dept*-user1'), file('dept1-user*')];
  const from = (range: string | readonly string[]) => ({
    Condition: { IpAddress: { 'aws:SourceIp': range } },
  });
  const denyOthers = (NotResource: string, range: string) => ({
    Effect: 'Deny',
    Action: '*',
    NotResource,
    ...from(range),
  });
  const example = (in112: string, in113: string) => [
    allow({ Resource: [ofUser1, ofDept1], ...from(['112.0.0.0/24', '113.0.0.0/24']) }),
    denyOthers(in112, '112.0.0.0/24'),
    denyOthers(in113, '113.0.0.0/24'),
  ];
  const asProgrammed = example(ofUser1, ofDept1);
  const intent = { Resource: ofUser1, ...from('112.0.0.0/24') };

  /** Whether the policy refuses a request that the intent includes. */
  function refusesSome(statements: readonly PolicyJson[]): string {
    const everywhere = { vpcs: [], vpcEndpoints: [], cidrs: ['0.0.0.0/0'], endpointVpc: {} };
    const now = { ...question(statements, [allow()]), perimeter: everywhere };
    return engine.lockout(now, question([allow(intent)], [allow()]).policies).status;
  }

  it('lets in all of the intent, and others too', () => {
    expect(status(question(asProgrammed, [allow(intent)]))).toBe('reachable');
    expect(status(question(asProgrammed, [allow(), deny(intent)]))).toBe('reachable');
    expect(refusesSome(asProgrammed)).toBe('none');
  });

  it('differs as the README prints it: the two resources are exchanged, and dept2-user1 is refused', () => {
    expect(refusesSome(example(ofDept1, ofUser1))).toBe('some');
  });
});

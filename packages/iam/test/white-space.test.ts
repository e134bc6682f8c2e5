import { describe, expect, it } from '@jest/globals';
import { endpointLockout, endpointOpenness, mayAllow, readTrust } from '../src';
import {
  account,
  admin,
  allow,
  decideOne,
  deny,
  level,
  policy,
  presign,
  problem,
  set,
  verdicts,
} from './build';

// What is known, and from where: docs/engine.md, "White space in actions".
const places: readonly (readonly [string, (service: string, name: string) => string])[] = [
  ['before the service', (service, name) => ` ${service}:${name}`],
  ['within the service', (service, name) => `${service.slice(0, 3)} ${service.slice(3)}:${name}`],
  ['before the colon', (service, name) => `${service} :${name}`],
  ['after the colon', (service, name) => `${service}: ${name}`],
  ['within the name', (service, name) => `${service}:${name.slice(0, 1)} ${name.slice(1)}`],
  ['after the name', (service, name) => `${service}:${name} `],
  ['everywhere', (service, name) => ` ${service} : ${name} `],
  ['a tab', (service, name) => `${service}:\t${name}`],
  ['a line break', (service, name) => `${service}:${name}\n`],
  ['a space that does not break', (service, name) => `\u00a0${service}:${name}`],
  ['a space of no width', (service, name) => `\u200b${service}:${name}`],
  ['a byte order mark', (service, name) => `\ufeff${service}:${name}`],
];
const [service = '', name = ''] = presign.split(':');
const patterns = [name, 'CreatePresigned*', '*', 'C?eate*Url', name.toUpperCase()];
// Every position with the whole name and with the widest pattern, the first one with all patterns.
const cases = places.flatMap(([place, write], index) =>
  (index === 0 ? patterns : [name, '*']).map((pattern): [string, string] => [
    `${place}, ${pattern}`,
    write(service, pattern),
  ]),
);
const unknown = 'unknown unknown unknown';

describe('an action with white space', () => {
  it.each(cases)('neither opens nor closes anything by itself: %s', (_, Action) => {
    expect(verdicts(problem(set([policy(allow({ Action }))])))).toBe(unknown);
    expect(verdicts(problem(set([policy(allow(), deny({ Action }))])))).toBe(unknown);
    expect(verdicts(problem(set([policy(allow({ NotAction: Action }))])))).toBe(unknown);
    expect(verdicts(problem(set([policy(allow(), deny({ NotAction: Action }))])))).toBe(unknown);
  });

  it.each(cases)('is named where it matters: %s', (_, Action) => {
    const { outside } = decideOne(problem(set([policy(allow({ Action }))])));
    expect(outside.status === 'unknown' && outside.missing).toEqual([
      'inline policy p0: Statement[0]: an action with white space, and AWS does not say what that names',
    ]);
  });

  it.each(cases)('does not matter where others decide: %s', (_, Action) => {
    expect(verdicts(problem(set([policy(allow({ Action: [Action, presign] }))])))).toBe('yes yes yes');
    expect(verdicts(problem(set([policy(allow(), deny({ Action: [Action, '*'] }))])))).toBe('no no no');
    expect(verdicts(problem(set([policy(allow({ NotAction: [Action, presign] }))])))).toBe('no no no');
    expect(verdicts(problem(set([admin]), {}))).toBe('yes yes yes');
    expect(verdicts(problem(set([admin, policy(allow({ Action }))])))).toBe('yes yes yes');
    expect(
      verdicts(problem(set([admin], { scps: [level(policy(deny()), policy(allow({ Action })))] }))),
    ).toBe('no no no');
  });

  it.each(places)('says nothing about actions that it would not name without it: %s', (_, write) => {
    for (const Action of [write('s3', name), write(service, 'Describe*'), write('sagemakers', name)]) {
      expect(verdicts(problem(set([policy(allow({ Action }))])))).toBe('no no no');
      expect(verdicts(problem(set([policy(allow(), deny({ Action }))])))).toBe('yes yes yes');
      expect(verdicts(problem(set([policy(allow({ NotAction: Action }))])))).toBe('yes yes yes');
    }
  });

  it.each(places)('keeps the conditions of its statement: %s', (_, write) => {
    const Condition = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } };
    const one = policy(allow({ Action: write(service, name), Condition }));
    expect(verdicts(problem(set([one])))).toBe('no unknown no');
  });

  it.each(places)('is not the name of an action that is asked about: %s', (_, write) => {
    const { outside } = decideOne(problem(set([admin]), { actions: [write(service, name)] }));
    expect(outside.because).toContain('is not the name of one action');
  });

  it.each([' ', 'a b', ' sagemaker ', 'sagemaker: ', 'sagemaker: a:b'])(
    'is malformed where nothing is left: %j',
    (Action) => {
      const { outside } = decideOne(problem(set([policy(allow({ Action }))])));
      expect(outside.because).toContain('is not an action');
    },
  );

  it('may be everything, where nothing but a star is left', () => {
    expect(verdicts(problem(set([policy(allow({ Action: ' * ' }))])))).toBe(unknown);
  });

  it.each(cases)('may allow, for the cheap check: %s', (_, Action) => {
    const asked = new Map([
      [service, [presign, 'sagemaker:DescribeDomain']],
      ['s3', ['s3:GetObject']],
    ]);
    const found = (statement: Record<string, unknown>) => [...mayAllow(policy(statement), asked)];
    expect(found(allow({ Action }))).toContain(presign);
    expect(found(allow({ Action }))).not.toContain('s3:GetObject');
    expect(found(allow({ NotAction: Action }))).toContain(presign);
    expect(found(deny({ Action }))).toEqual([]);
  });
});

describe('an action with white space in a trust policy', () => {
  const trust = (Effect: string, element: Record<string, unknown>) =>
    readTrust(policy({ Effect, Principal: '*', ...element })).statements.map((one) =>
      one.names('sts:AssumeRole'),
    );

  it.each(places)('lets in whom it may let in, and keeps out only whom it surely does: %s', (_, write) => {
    const written = write('sts', 'AssumeRole');
    expect(trust('Allow', { Action: written })).toEqual([true]);
    expect(trust('Allow', { NotAction: written })).toEqual([true]);
    expect(trust('Deny', { Action: written })).toEqual([false]);
    expect(trust('Deny', { NotAction: written })).toEqual([false]);
    expect(trust('Deny', { Action: [written, 'sts:*'] })).toEqual([true]);
    expect(trust('Allow', { Action: write('sts', 'TagSession') })).toEqual([false]);
  });

  it('is unclear where nothing is left', () => {
    const { statements, unclear } = readTrust(policy({ Effect: 'Allow', Principal: '*', Action: ' ' }));
    expect([statements, unclear.map(({ what }) => what)]).toEqual([
      [],
      ["Statement[0]: '' is not an action"],
    ]);
  });
});

describe('an action with white space in the policy of an endpoint', () => {
  const question = {
    own: { accounts: [account], organization: null },
    endpoint: { id: 'vpce-1', vpc: 'vpc-1' },
    region: 'us-east-1',
    partition: 'aws',
    service,
    actions: [{ name: presign, type: 'notebook-instance/x' }],
  } as const;
  const owned = {
    StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account },
  };

  it.each(places)('is not decided: %s', (_, write) => {
    const Action = write(service, name);
    const only = { Effect: 'Allow', Principal: '*', Resource: '*', Action };
    expect(endpointOpenness(policy(only), question).status).toBe('unknown');
    const guarded = policy({ ...only, Action: '*', Condition: owned });
    expect(endpointOpenness(guarded, question).status).toBe('closed');
    expect(endpointLockout(guarded, policy({ ...only, Condition: owned }), question).status).not.toBe('none');
  });
});

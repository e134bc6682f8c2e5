import { describe, expect, it } from '@jest/globals';
import {
  account,
  allow,
  decideOne,
  deny,
  type PolicyJson,
  notebookArns,
  policy,
  problem,
  set,
  verdicts,
} from './build';

const user = { arn: `arn:aws:iam::${account}:user/eve`, tags: {} };
const tag = 'aws:RequestTag/t';
const other = 'aws:RequestTag/u';
const is = (key: string, value: string | string[], operator = 'StringEquals') => ({
  [operator]: { [key]: value },
});
const isNot = (key: string, value: string | string[]) => is(key, value, 'StringNotEquals');
const named = (name: string) => notebookArns.replace('*', name);
/** One condition of several operators and keys. */
const all = (...conditions: Record<string, PolicyJson>[]): PolicyJson => {
  const merged: Record<string, PolicyJson> = {};
  for (const condition of conditions)
    for (const [operator, keys] of Object.entries(condition))
      merged[operator] = { ...merged[operator], ...keys };
  return { Condition: merged };
};
const only = (...conditions: Record<string, PolicyJson>[]) => policy(allow(all(...conditions)));
/** An Allow that compares two free keys, and never applies. */
const never = [allow(all(is('k', `\${${tag}}`))), deny(all(is('k', 'false', 'Null')))];

/** `outside inside viaService`. A tag that is not fixed has whatever value the caller of a request gives it. */
describe('a condition on a key that equals another free one', () => {
  it.each<[string, PolicyJson, string]>([
    ['any text', only(is('k', `\${${tag}}`)), 'yes yes yes'],
    ['any text in any letter case', only(is('k', `\${${tag}}`, 'StringEqualsIgnoreCase')), 'yes yes yes'],
    ['neither of two literals', only(is('k', `\${${tag}}`), isNot('k', ['a', 'b'])), 'yes yes yes'],
    ['a literal', only(is('k', `\${${tag}}`), is('k', 'a', 'StringLike')), 'yes yes yes'],
    [
      'a literal, and a different one for the other key',
      only(is('k', `\${${tag}}`), is('k', 'a', 'StringLike'), is(tag, 'b')),
      'no no no',
    ],
    [
      'a literal that looks like the new values',
      only(is('k', `\${${tag}}`), isNot('k', 'other-value-0')),
      'yes yes yes',
    ],
    [
      'a further literal that the other key equals',
      only(is('k', ['a', `\${${tag}}`]), is(tag, 'a')),
      'yes yes yes',
    ],
    [
      'a value that the other key does not have',
      only(isNot('k', `\${${tag}}`), is('k', 'a'), is(tag, 'a')),
      'no no no',
    ],
    [
      'two keys that differ',
      only(is('k', `\${${tag}}`), is('l', `\${${other}}`), isNot(tag, `\${${other}}`)),
      'yes yes yes',
    ],
    [
      'two keys that are the same and different',
      only(is(tag, `\${${other}}`), isNot(other, `\${${tag}}`)),
      'no no no',
    ],
    [
      'a default, and a third key that is the same',
      policy(
        allow(all(is('k', `\${${tag}, 'x'}`), is(tag, 'true', 'Null'))),
        deny(all(isNot('k', `\${${other}}`))),
      ),
      'yes yes yes',
    ],
    [
      'no value of a list that is like an empty one',
      policy(allow({}), deny(all(is('aws:TagKeys', ['', 'a'], 'ForAllValues:StringNotLike')))),
      'yes yes yes',
    ],
    [
      'one of the values that a list has',
      only(
        is('aws:TagKeys', '${aws:ResourceTag/t}', 'ForAnyValue:StringEquals'),
        is('aws:TagKeys', 'a', 'ForAnyValue:StringEquals'),
        is('aws:ResourceTag/t', 'b'),
      ),
      'yes yes yes',
    ],
    [
      'the literal of another statement',
      policy(
        allow(all(is('k', `\${${tag}}`))),
        deny(all(is('k', 'x*', 'StringNotLike'))),
        deny(all(is('k', 'x*'))),
      ),
      'yes yes yes',
    ],
    ['an address', only(is('aws:SourceIp', `\${${tag}}`)), 'yes yes yes'],
    [
      'an address of the perimeter',
      only(is('aws:SourceIp', `\${${tag}}`), { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }),
      'no yes yes',
    ],
    ['the address itself', only(is('k', '${aws:SourceIp}')), 'yes yes yes'],
    ['an address of an endpoint', only(is('aws:VpcSourceIp', `\${${tag}}`)), 'yes yes no'],
    ['a VPC', only(is('aws:SourceVpc', `\${${tag}}`)), 'yes yes no'],
    ['an endpoint', only(is('aws:SourceVpce', `\${${tag}}`), is('aws:SourceVpc', 'vpc-1')), 'no yes no'],
    ['the VPC itself', only(is('k', '${aws:SourceVpc}')), 'yes yes no'],
    ['true or false', only(is('aws:SecureTransport', `\${${tag}}`)), 'yes yes yes'],
    [
      'neither true nor false',
      only(is('aws:SecureTransport', `\${${tag}}`), isNot(tag, ['true', 'false'])),
      'no no no',
    ],
    ['a flag itself', only(is('k', '${aws:SecureTransport}'), isNot('k', ['true', 'false'])), 'no no no'],
    [
      'a key that is always present, when this one is not',
      only(isNot('k', '${aws:RequestedRegion}'), is('aws:RequestedRegion', 'true', 'Null')),
      'no no no',
    ],
    [
      'no address',
      only(is('k', '${aws:SourceIp}'), is('k', 'home', 'StringLike')),
      'unknown unknown unknown',
    ],
    [
      'a private address',
      only(is('k', '${aws:SourceIp}'), is('k', '10.0.0.1', 'StringLike')),
      'unknown unknown yes',
    ],
    [
      'one of two texts, and neither',
      policy(
        allow(all(is('k', ['a', `\${${tag}}`]))),
        deny(all(is('k', 'a'))),
        deny(all(is(tag, 'false', 'Null'))),
      ),
      'no no no',
    ],
    [
      'a text in addition to conditions on keys that are not compared',
      policy(
        allow(
          all(
            is('k', `\${${tag}}`),
            is('j', ['a*', '${aws:PrincipalAccount}-*'], 'StringLike'),
            is('l', 'b*', 'StringLike'),
          ),
        ),
        deny(all(is(tag, 'false', 'Null'))),
      ),
      'no no no',
    ],
    [
      'the default of a key that is always present',
      policy(
        allow(all(is('k', "${aws:RequestedRegion, 'x'}"), is('k', 'x', 'StringLike'))),
        deny(all(is('aws:RequestedRegion', 'eu', 'ForAnyValue:StringNotEquals'))),
      ),
      'no no no',
    ],
  ])('%s', (_, document, expected) => {
    expect(verdicts(problem(set([document])))).toBe(expected);
  });
});

/** There are more networks and addresses than the few that are tried. */
describe('a network that equals a free key', () => {
  const ids = (name: string) => Array.from({ length: 6 }, (_, index) => `${name}-${index}`);
  const within = (vpcs: string[], vpcEndpoints: string[]) => ({
    perimeter: { vpcs, vpcEndpoints, cidrs: [], endpointVpc: {} },
  });
  const but = (key: string, ...values: string[]) =>
    policy(allow(all(is(key, `\${${tag}}`))), deny(all(is(key, values))));

  it.each([
    ['an endpoint', but('aws:SourceVpce', 'x'), within([], ['vpce-0']), 'yes yes no'],
    [
      'a VPC that is not tried',
      but('aws:SourceVpc', ...ids('vpc').slice(0, 5)),
      within(ids('vpc'), []),
      'yes unknown no',
    ],
    [
      'an endpoint that is not tried',
      but('aws:SourceVpce', ...ids('vpce').slice(0, 5)),
      within([], ids('vpce')),
      'yes unknown no',
    ],
    [
      'an address that is not tried',
      but('aws:SourceIp', '203.0.113.9', '198.51.100.9', '2001:db8::9'),
      within([], []),
      'unknown no unknown',
    ],
    [
      'a private address that is not tried',
      but('aws:VpcSourceIp', '10.0.0.10'),
      within(['vpc-0'], []),
      'unknown unknown no',
    ],
  ])('%s', (_, document, more, expected) => {
    expect(verdicts(problem(set([document]), more))).toBe(expected);
  });
});

describe('a fixed key that equals a free one', () => {
  const of = (name: string) => ({ principal: { arn: `arn:aws:iam::${account}:user/${name}`, tags: {} } });

  it('may be any text', () => {
    const one = policy(allow(all(is('aws:username', `\${${tag}}`))), deny(all(isNot(tag, 'eve'))));
    expect(verdicts(problem(set([one]), of('eve')))).toBe('yes yes yes');
    expect(verdicts(problem(set([one]), of('bob')))).toBe('no no no');
    const any = policy(allow(all(is('aws:username', `\${${tag}}`))));
    expect(verdicts(problem(set([any]), of('bob')))).toBe('yes yes yes');
  });

  it('is shown by a meaningful text', () => {
    const { outside } = decideOne(problem(set([only(is('k', `\${${tag}}`), is(tag, '*', 'StringLike'))])));
    expect(outside.status === 'reachable' && outside.witness.context['k']).toBe('other-value-0');
  });

  it('may be a list, absent, or about the network', () => {
    const listed = problem(set([only(is('k', `\${${tag}}`))]), { context: { k: ['a', 'b'] } });
    expect(verdicts(listed)).toBe('yes yes yes');
    expect(verdicts({ ...listed, context: { k: [] } })).toBe('no no no');
    const through = problem(set([only(is('aws:SourceVpc', `\${${tag}}`))]), {
      context: { 'aws:SourceVpc': 'vpc-7' },
    });
    expect(verdicts(through)).toBe('yes no no');
  });
});

/** "unknown" rather than "closed" when the texts that were tried do not represent all others. */
describe('what trying texts does not decide', () => {
  it.each<[string, ...PolicyJson[]]>([
    ['a malformed statement', allow(all({ StringEqualz: { k: 'v' } }))],
    ['a variable that is no variable', allow(all(is('j', '${}')))],
    ['a variable that is no variable, in addition to one', allow(all(is('j', '${}'), is('l', `\${${tag}}`)))],
    ['a fixed value that its operator does not accept', allow(all(is('j', '${aws:username}', 'ArnLike')))],
    [
      'a resource named by the key',
      allow({ Resource: named(`\${${tag}}`) }),
      deny({ NotResource: named('ab?') }),
    ],
    [
      'letter case',
      allow(all(is('j', `\${${tag}}`, 'StringEqualsIgnoreCase'), is('j', 'A'), isNot(tag, 'A'))),
    ],
    ['a part of a text', allow(all(is('j', `x\${${tag}}`), is('j', 'xa', 'StringLike')))],
    [
      'wildcards in another value',
      allow(all(is('j', `\${${tag}}`))),
      deny(all(is('j', ['ab?', `\${${other}}`], 'StringNotLike'))),
      deny(all(is('j', 'ab?'))),
      deny(all(is(other, 'false', 'Null'))),
    ],
    ['ARNs', allow(all(is('j', `\${${tag}}`, 'ArnLike')))],
    [
      'wildcards of another condition on the key',
      allow(all(is('j', `\${${tag}}`), is('j', '*a*', 'StringLike'), is(tag, '*b*', 'StringLike'))),
    ],
    [
      'a list',
      allow(all(is('j', `\${${tag}}`, 'ForAnyValue:StringEquals'))),
      deny(all(is(tag, 'false', 'Null'))),
    ],
    [
      'one of several resources named by the key',
      allow({ Resource: [named('a'), named(`\${${tag}}`)] }),
      deny({ NotResource: named('ab?') }),
    ],
    [
      'one of several wildcards',
      allow(all(is('j', `\${${tag}}`))),
      deny(all(is(tag, ['ab?', 'q'], 'StringNotLike'))),
      deny(all(is(tag, ['abx', 'q']))),
    ],
    [
      'wildcards of a condition on the other key',
      allow(all(is('j', `\${${tag}}`))),
      deny(all(is(tag, '*z*', 'StringNotLike'))),
      deny(all(is(tag, 'z'))),
    ],
    ['numbers', allow(all(is('j', `\${${tag}}`))), deny(all(is('j', '7', 'NumericNotEquals')))],
    [
      'more keys than there is time for',
      allow(all(...['a', 'b', 'c', 'd'].map((key) => is(key, `\${aws:RequestTag/${key}}`)))),
      deny(all({ StringNotEquals: { 'aws:RequestTag/a': 'p', 'aws:RequestTag/b': 'q' } })),
    ],
  ])('%s', (_, ...statements) => {
    expect(verdicts(problem(set([policy(...statements, ...never)]), { principal: user }))).toBe(
      'unknown unknown unknown',
    );
  });
});

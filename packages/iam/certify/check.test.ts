import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { certify } from '../certificate';
import { nonEmpty } from '../test/non-empty';
import { type Certificate, check } from './check';
import type { ProblemLine } from './reading/problem';

const action = 'sagemaker:CreatePresignedNotebookInstanceUrl';
const resource = 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/*';
const allow = { Effect: 'Allow', Action: 'sagemaker:*', Resource: '*' };
const guard = {
  Effect: 'Deny',
  Action: 'sagemaker:*',
  Resource: '*',
  Condition: {
    StringNotEquals: { 'aws:SourceVpc': 'vpc-1' },
    NotIpAddressIfExists: { 'aws:SourceIp': ['198.51.100.0/24', '2001:db8::/32'] },
    BoolIfExists: { 'aws:ViaAWSService': 'false' },
  },
};
const team = {
  Effect: 'Allow',
  Action: action,
  Resource: 'arn:aws:sagemaker:*:*:notebook-instance/${aws:PrincipalTag/team}-*',
  Condition: { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
};
const strangers = {
  Effect: 'Deny',
  Action: '*',
  NotResource: 'arn:aws:s3:::*',
  Condition: { StringNotEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
};

function policy(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

function problem(identity: readonly unknown[], more: Partial<ProblemLine> = {}): ProblemLine {
  return {
    principal: { arn: 'arn:aws:iam::111122223333:role/ds' },
    identity,
    perimeter: { vpcs: ['vpc-1'], vpcEndpoints: [], cidrs: ['198.51.100.0/24', '2001:db8::/32'] },
    ...more,
  };
}

const until2020 = policy({ ...allow, Condition: { DateLessThan: { 'aws:CurrentTime': '2020-01-01' } } });
const someone = policy({ ...allow, Condition: { StringLike: { 'aws:userid': 'AROA1A2B3C4D5E6F7G8H0:*' } } });
const operators = policy({ ...allow, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'ops' } } });
const untagged = policy({ ...allow, Condition: { Null: { 'aws:PrincipalTag/team': 'true' } } });

function withPrincipal(document: object, more: Partial<ProblemLine['principal']>): ProblemLine {
  return problem([document], { principal: { arn: 'arn:aws:iam::111122223333:role/ds', ...more } });
}

const guarded = problem([policy(allow)], { scps: [[policy(allow), policy(guard)]] });
const asked = { action, resource, zone: 'outside' } as const;

function made(about: ProblemLine = guarded, zone: Certificate['zone'] = 'outside'): Certificate {
  const found = certify(about, { ...asked, zone });
  if (found === null) throw new Error('no certificate');
  return found;
}

describe('certificates', () => {
  it.each<[string, ProblemLine, Certificate['zone'], boolean]>([
    ['a guardrail', guarded, 'outside', true],
    ['a guardrail, from inside', guarded, 'inside', false],
    ['a guardrail, forwarded', guarded, 'viaService', false],
    ['no guardrail', problem([policy(allow)]), 'outside', false],
    ['no policy', problem([]), 'inside', true],
    ['what cannot be read', problem(['{']), 'outside', false],
    ['a Deny that cannot be read', problem([policy(allow, { ...guard, Foo: 1 })]), 'outside', false],
    ['a Deny of another action', problem([policy(allow, { ...guard, Action: 's3:*' })]), 'outside', false],
    ['an unknown tag in both', problem([policy(team, strangers)]), 'outside', false],
    [
      'tags that must and must not be equal',
      problem([
        policy(
          { ...team, Resource: '*' },
          { ...strangers, Condition: { StringEquals: strangers.Condition.StringNotEquals } },
        ),
      ]),
      'outside',
      true,
    ],
    ['an empty perimeter', problem([policy(allow)], { perimeter: {} }), 'inside', true],
    [
      'numbers',
      problem([
        policy({
          ...allow,
          Condition: {
            NumericLessThan: { 'aws:MultiFactorAuthAge': '300' },
            NumericGreaterThanEquals: { 'AWS:multifactorauthage': '300' },
          },
        }),
      ]),
      'outside',
      true,
    ],
    [
      'moments',
      problem([
        policy({
          ...allow,
          Condition: {
            DateLessThan: { 'aws:CurrentTime': '2026-01-01' },
            DateGreaterThanEquals: { 'aws:CurrentTime': '2026-01-01T01:00:00+01:00' },
          },
        }),
      ]),
      'outside',
      true,
    ],
    [
      'numbers that fit',
      problem([
        policy({
          ...allow,
          Condition: {
            NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '300' },
            NumericGreaterThanEquals: { 'aws:MultiFactorAuthAge': '300' },
          },
        }),
      ]),
      'outside',
      false,
    ],
    [
      'all addresses, in halves',
      problem([
        policy(allow, {
          ...guard,
          Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1', '::/0'] } },
        }),
      ]),
      'viaService',
      false,
    ],
    [
      'one address too few',
      problem([
        policy(allow, {
          ...guard,
          Condition: { IpAddressIfExists: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } },
        }),
      ]),
      'outside',
      false,
    ],
    [
      'an endpoint in its VPC',
      problem(
        [
          policy({
            ...allow,
            Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1', 'aws:SourceVpc': 'vpc-2' } },
          }),
        ],
        { perimeter: { vpcs: [], endpointVpc: { 'vpce-1': 'vpc-1' } } },
      ),
      'outside',
      true,
    ],
    [
      'an endpoint in any VPC',
      problem(
        [
          policy({
            ...allow,
            Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1', 'aws:SourceVpc': 'vpc-2' } },
          }),
        ],
        { perimeter: { vpcs: [] } },
      ),
      'outside',
      false,
    ],
    ['a time that is over', { ...problem([until2020]), now: '2026-11-30T00:00:00Z' }, 'outside', true],
    ['a time that may be', problem([until2020]), 'outside', false],
    ['the id of another', withPrincipal(someone, { id: 'AROAEXAMPLEID1' }), 'outside', true],
    ['the id of nobody known', withPrincipal(someone, {}), 'outside', false],
    ['a tag that is fixed', withPrincipal(operators, { tags: { team: 'ml' } }), 'outside', true],
    [
      'a tag that a session may set',
      withPrincipal(operators, { tags: { team: 'ml' }, sessionTags: 'free' }),
      'outside',
      false,
    ],
    [
      'an own tag is always there',
      withPrincipal(untagged, { tags: { team: 'ml' }, sessionTags: 'free' }),
      'outside',
      true,
    ],
    [
      'another tag may be absent',
      withPrincipal(untagged, { tags: {}, sessionTags: 'free' }),
      'outside',
      false,
    ],
    [
      'a context wins',
      {
        ...withPrincipal(someone, { id: 'AROAEXAMPLEID1' }),
        context: { 'aws:userid': 'AROA1A2B3C4D5E6F7G8H0:x' },
      },
      'outside',
      false,
    ],
    ['no lockout', { ...guarded, before: { identity: [policy(allow)] } }, 'lockout', true],
    [
      'a lockout',
      { ...problem([policy({ ...guard, Condition: {} }, allow)]), before: { identity: [policy(allow)] } },
      'lockout',
      false,
    ],
  ])('%s', (_, about, zone, isProved) => {
    expect(certify(about, { ...asked, zone }) !== null).toBe(isProved);
  });

  it.each<[string, (text: string) => string]>([
    ['a leaf is another key', (text) => text.replace('"aws:sourceip"', '"aws:sourcevpc"')],
    ['a leaf is missing', (text) => text.replace('"aws:sourceip"', 'null')],
    ['a branch is missing', (text) => text.replace(/"but":\["[^"]*",?/, '"but":[')],
    ['branches are swapped', (text) => text.replace(/"but":\["([^"]*)","([^"]*)"/, '"but":["$2","$1"')],
    ['another statement is named', (text) => text.replaceAll('Statement[0]', 'Statement[1]')],
    ['an Allow is named as a Deny', (text) => text.replaceAll('scps[0][1]', 'scps[0][0]')],
    ['the other origin', (text) => text.replaceAll('"public"', '"x"')],
    ['another question', (text) => text.replaceAll('"allowed"', '"denied"')],
    ['another zone', (text) => text.replaceAll('"outside"', '"inside"')],
    ['no such zone', (text) => text.replaceAll('"outside"', '"nowhere"')],
    ['nothing at all', () => '{}'],
    [
      'a case stands for all values',
      (text) =>
        text.replace(
          '"public":',
          '"public":{"key":"aws:userid","values":{"\uF001":"aws:sourceip"},"absent":"aws:userid","other":"aws:userid"},"x":',
        ),
    ],
  ])('are rejected when %s', (_, tamper) => {
    const text = JSON.stringify(made());
    const tampered = tamper(text);
    expect(tampered).not.toBe(text);
    expect(check(guarded, JSON.parse(tampered) as Certificate)).not.toBeNull();
  });

  it.each<[string, ProblemLine]>([
    ['the Deny is gone', problem([policy(allow)], { scps: [[policy(allow)]] })],
    [
      'the Deny is for another VPC',
      problem([policy(allow)], {
        scps: [
          [policy(allow), policy({ ...guard, Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-2' } } })],
        ],
      }),
    ],
    [
      'the Deny got a condition',
      problem([policy(allow)], {
        scps: [
          [
            policy(allow),
            policy({
              ...guard,
              Condition: { ...guard.Condition, Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
            }),
          ],
        ],
      }),
    ],
    [
      'the Deny is for another resource',
      problem([policy(allow)], { scps: [[policy(allow), policy({ ...guard, Resource: `${resource}a` })]] }),
    ],
    [
      'the Deny got an element',
      problem([policy(allow)], { scps: [[policy(allow), policy({ ...guard, NotPrincipal: '*' })]] }),
    ],
    ['the perimeter shrank', { ...guarded, perimeter: { vpcs: [], cidrs: ['198.51.100.0/24'] } }],
    [
      'the perimeter cannot be read',
      { ...guarded, perimeter: { vpcs: ['vpc-1'], cidrs: ['198.51.100.0/33'] } },
    ],
    ['the principal is nobody', { ...guarded, principal: { arn: 'arn:aws:iam::111122223333:root' } }],
  ])('are rejected when afterwards %s', (_, later) => {
    expect(check(guarded, made())).toBeNull();
    expect(check(later, made())).not.toBeNull();
  });
});

describe('the checker', () => {
  const folder = (name: string) => {
    const names = readdirSync(path.join(__dirname, name)).filter((one) => /(?<!\.test)\.ts$/.test(one));
    return nonEmpty(names).map((one) => readFileSync(path.join(__dirname, name, one), 'utf8'));
  };
  const checking = folder('.');
  const reading = folder('reading');

  it('shares no code with the engine, and uses none of anybody else', () => {
    const imports = [...checking, ...reading].flatMap((text) => [...text.matchAll(/ from '([^']+)'/g)]);
    const names = nonEmpty(imports).map((match) => match[1] ?? '');
    expect(
      names.filter((name) => !/^\.\.?\/(?!\.\.)/.test(name) || /src|prove|certificate/.test(name)),
    ).toEqual([]);
  });

  it('is short', () => {
    const linesOf = (texts: readonly string[]) => texts.join('').split('\n').length - 1;
    expect(linesOf(checking)).toBeLessThanOrEqual(300);
    expect(linesOf(reading)).toBeLessThanOrEqual(600);
  });
});

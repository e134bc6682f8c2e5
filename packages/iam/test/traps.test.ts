import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../src';
import {
  account,
  admin,
  allow,
  decideOne,
  deny,
  level,
  notebookArns,
  policy,
  presign,
  problem,
  set,
  verdicts,
  when,
} from './build';

const vpc = 'aws:SourceVpc';
const vpce = 'aws:SourceVpce';
const ip = 'aws:SourceIp';

/** Looks restricted and is not: the outside stays open. The numbers are those of the reference's list. */
const open: readonly [string, ReturnType<typeof set>][] = [
  ['1 ForAllValues in an Allow', set([policy(allow(when('ForAllValues:StringEquals', vpce, 'vpce-1')))])],
  ['2 IfExists in an Allow', set([policy(allow(when('StringEqualsIfExists', vpc, 'vpc-1')))])],
  ['3 StringLike "*"', set([policy(allow(when('StringLike', vpc, '*')))])],
  ['3 StringLike "vpc-*"', set([policy(allow(when('StringLike', vpc, 'vpc-*')))])],
  ['4 a negated operator in an Allow', set([policy(allow(when('StringNotEquals', vpc, 'vpc-bad')))])],
  ['5 Null false in an Allow', set([policy(allow(when('Null', vpc, 'false')))])],
  ['6 a second Allow', set([policy(allow(when('StringEquals', vpc, 'vpc-1')), allow())])],
  ['7 an Allow of a group', set([policy(allow(when('StringEquals', vpc, 'vpc-1'))), admin])],
  ['8 any action', set([policy(allow({ Action: 'sagemaker*:*' }))])],
  ['8 part of the name', set([policy(allow({ Action: 'sagemaker:*Presigned*' }))])],
  ['8 other letter case', set([policy(allow({ Action: 'SAGEMAKER:createpresignednotebookinstanceURL' }))])],
  ['9 NotAction without sagemaker', set([policy(allow({ NotAction: ['iam:*', 's3:*'] }))])],
  ['10 NotResource', set([policy(allow({ NotResource: `arn:aws:sagemaker:*:${account}:domain/*` }))])],
  [
    '11 a Deny with two keys under one operator',
    set([
      admin,
      policy(
        deny({ Condition: { StringNotEquals: { [vpc]: 'vpc-1', 'aws:RequestedRegion': 'us-east-1' } } }),
      ),
    ]),
  ],
  [
    '12 a Deny ANDed over operators exempts other corporate addresses',
    set([
      admin,
      policy(
        deny({
          Condition: { NotIpAddress: { [ip]: '203.0.113.0/24' }, StringNotEquals: { [vpc]: 'vpc-1' } },
        }),
      ),
    ]),
  ],
  [
    '13 ForAnyValue with a negated operator',
    set([admin, policy(deny(when('ForAnyValue:StringNotEquals', vpce, 'vpce-1')))]),
  ],
  ['14 a Deny with a positive operator', set([admin, policy(deny(when('StringEquals', vpc, 'vpc-bad')))])],
  ['15 a Deny with Null false', set([admin, policy(deny(when('Null', vpc, 'false')))])],
  [
    '16 a Deny with MFA false',
    set([admin, policy(deny(when('Bool', 'aws:MultiFactorAuthPresent', 'false')))]),
  ],
  [
    '17 a Deny of some resources',
    set([admin, policy(deny({ Resource: notebookArns.replace('*', 'prod-*') }))]),
  ],
  [
    '17 a Deny of another ARN type',
    set([admin, policy(deny({ Resource: notebookArns.replace('notebook-instance', 'domain') }))]),
  ],
  [
    '18 a Deny of other actions',
    set([admin, policy(deny({ Action: 'sagemaker:CreatePresignedDomainUrl' }))]),
  ],
  ['18 a Deny that exempts sagemaker', set([admin, policy(deny({ NotAction: 'sagemaker:*' }))])],
  [
    '19 a Deny gated on a tag',
    set([admin, policy(deny(when('StringEquals', 'aws:ResourceTag/closed', 'yes')))]),
  ],
  [
    '19 a Deny waived by a tag',
    set([admin, policy(deny(when('StringNotEquals', 'aws:RequestTag/free', 'yes')))]),
  ],
  ['21 the VPC of somebody else', set([policy(allow(when('StringEquals', vpc, 'vpc-elsewhere')))])],
  [
    '22 an id in other case',
    set([admin, policy(deny({ Condition: { StringEquals: { [vpc]: 'VPC-bad' } } }))]),
  ],
  ['22 an id with white space', set([admin, policy(deny(when('StringEquals', vpc, ' vpc-1')))])],
  ['22 a literal "vpc-*"', set([policy(allow(when('StringNotEquals', vpc, 'vpc-*')))])],
  ['23 the version given is the one decided about', set([policy(allow())])],
  [
    '25 a boundary that is broader',
    set([admin], { boundary: { label: 'b', document: policy(allow({ Action: 'sagemaker:*' })) } }),
  ],
  [
    '25 an SCP that is broader',
    set([admin], { scps: [level(admin), level(policy(allow({ Action: 'sagemaker:*' })))] }),
  ],
  ['26 nothing but the endpoint policy restricts', set([admin])],
  ['27 an IPv4 list, an IPv6 caller', set([admin, policy(deny(when('IpAddress', ip, '0.0.0.0/0')))])],
  [
    '27 private addresses in a Deny',
    set([admin, policy(deny(when('IpAddress', ip, ['10.0.0.0/8', '172.16.0.0/12'])))]),
  ],
  [
    '28 a variable under an old version',
    set([
      admin,
      {
        Version: '2008-10-17',
        Statement: deny(when('StringEquals', 'aws:PrincipalAccount', '${aws:PrincipalAccount}')),
      },
    ]),
  ],
  ['29 Null with both values in an Allow', set([policy(allow(when('Null', vpc, ['true', 'false'])))])],
  ['30 VpceOrgID IfExists', set([policy(allow(when('StringEqualsIfExists', 'aws:VpceOrgID', 'o-mine')))])],
];

/** Looks unrestricted and is restricted: the outside is closed. */
const closed: readonly [string, ReturnType<typeof set>][] = [
  ['a Deny in another policy', set([admin, policy(deny({ Action: presign }))])],
  [
    'a Deny in an SCP',
    set([admin], { scps: [level(admin, policy(deny(when('StringNotEquals', vpce, 'vpce-1'))))] }),
  ],
  ['a Deny in an RCP', set([admin], { rcps: [level(admin, policy({ ...deny(), Principal: '*' }))] })],
  [
    'an SCP level without sagemaker',
    set([admin], { scps: [level(admin), level(policy(allow({ Action: 's3:*' })))] }),
  ],
  ['an SCP level that is empty', set([admin], { scps: [[]] })],
  [
    'a boundary without sagemaker',
    set([admin], { boundary: { label: 'b', document: policy(allow({ Action: 's3:*' })) } }),
  ],
  ['a negated Deny without IfExists', set([admin, policy(deny(when('StringNotEquals', vpc, 'vpc-1')))])],
  [
    'an ARN type that the action does not use',
    set([policy(allow({ Resource: notebookArns.replace('notebook-instance', 'domain') }))]),
  ],
  ['a key that is never supplied', set([policy(allow(when('StringEquals', 'aws:VpceOrgID', 'o-mine')))])],
  ['a private address from the internet', set([policy(allow(when('IpAddress', ip, '10.0.0.0/8')))])],
  [
    'contradictory conditions',
    set([
      policy(allow({ Condition: { StringEquals: { [vpc]: 'vpc-1' }, IpAddress: { [ip]: '0.0.0.0/0' } } })),
    ]),
  ],
  ['no policy at all', set([])],
  ['only other services', set([policy(allow({ Action: ['s3:*', 'ec2:*'] }))])],
  ['the perimeter VPC', set([policy(allow(when('StringEquals', vpc, 'vpc-1')))])],
  ['a known endpoint of the perimeter VPC', set([policy(allow(when('StringEquals', vpce, 'vpce-1')))])],
  ['the corporate addresses', set([policy(allow(when('IpAddress', ip, '198.51.100.0/25')))])],
];

describe('traps: looks restricted, is not', () => {
  it.each(open)('%s', (_, policies) => {
    const answer = decideOne(problem(policies));
    expect(answer.outside.status).toBe('reachable');
  });

  it('20 a Deny with BoolIfExists ViaAWSService false leaves the service route open', () => {
    const guard = { BoolIfExists: { 'aws:ViaAWSService': 'false' }, StringNotEquals: { [vpc]: 'vpc-1' } };
    expect(verdicts(problem(set([admin, policy(deny({ Condition: guard }))])))).toBe('no yes yes');
  });

  it('21 the wrong Region: a companion Deny that pairs a VPC with another Region closes that VPC', () => {
    const pair = deny({
      Condition: {
        StringEquals: { [vpc]: 'vpc-1' },
        StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' },
      },
    });
    const one = problem(set([policy(allow(when('StringEquals', vpc, 'vpc-1')), pair)]), {
      context: { 'aws:RequestedRegion': 'us-east-1' },
    });
    expect(verdicts(one)).toBe('no no no');
  });

  it('24 another role is another question: PassRole and AssumeRole are decided like any action', () => {
    const one = problem(set([policy(allow({ Action: ['sts:AssumeRole', 'iam:PassRole'] }))]), {
      actions: ['sts:AssumeRole', 'iam:PassRole', presign],
      resources: ['arn:aws:iam::111122223333:role/other'],
    });
    expect(
      createEngine()
        .decide(one)
        .map((answer) => answer.outside.status),
    ).toEqual(['reachable', 'reachable', 'unreachable']);
  });
});

describe('traps: looks unrestricted, is restricted', () => {
  it.each(closed)('%s', (_, policies) => {
    const answer = decideOne(problem(policies));
    expect(answer.outside.status).toBe('unreachable');
  });
});

describe('the whole list', () => {
  it.each([...open, ...closed])('%s: nothing about it is unknown', (_, policies) => {
    expect(verdicts(problem(policies))).not.toContain('unknown');
  });
});

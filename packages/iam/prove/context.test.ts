import { describe, expect, it } from '@jest/globals';
import { isRefused } from '../src/refused';
import { readContext, toContext } from './context';
import { base, lineError } from './testing';
import { completed } from './together';

const vpcArn = 'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1';

describe('a context that cannot be meant', () => {
  it.each<[Record<string, unknown>, string]>([
    // Names.
    [{ SourceVpc: 'vpc-1' }, "context.SourceVpc: is not a condition key, such as 'aws:SourceVpc'"],
    [{ '': 'x' }, 'context.: is not a condition key'],
    [{ 'aws:': 'x' }, 'context.aws:: is not a condition key'],
    [{ ' aws:SourceVpc': 'vpc-1' }, 'is not a condition key'],
    [{ 'aws:SourceVpc ': 'vpc-1' }, 'has white space'],
    [{ 'aws:PrincipalTag': 'x' }, 'context.aws:PrincipalTag: names no tag'],
    [{ 'aws:ResourceTag/': 'x' }, 'context.aws:ResourceTag/: names no tag'],
    [
      { 'aws:SourceVpc': 'vpc-1', 'AWS:sourcevpc': 'vpc-1' },
      'context.AWS:sourcevpc: is the same key as aws:SourceVpc',
    ],
    [{ 'aws:ResourceTag/A': 'x', 'aws:ResourceTag/a': 'x' }, 'is the same key as aws:ResourceTag/A'],
    // Types.
    [{ 'aws:MultiFactorAuthPresent': true }, 'context.aws:MultiFactorAuthPresent: a text or a list of texts'],
    [{ 'aws:MultiFactorAuthAge': 300 }, 'a text or a list of texts'],
    [{ 'aws:SourceVpc': null }, 'a text or a list of texts'],
    [{ 'aws:SourceVpc': {} }, 'a text or a list of texts'],
    [{ 'aws:TagKeys': ['a', 1] }, 'a text or a list of texts'],
    [{ 'aws:TagKeys': [['a']] }, 'a text or a list of texts'],
    // Lists.
    [{ 'aws:SourceVpc': ['vpc-1', 'vpc-2'] }, '2 values, but a request has only one value of this key'],
    [{ 'aws:SourceVpc': ['vpc-1', 'vpc-1'] }, '2 values'],
    [{ 'aws:ResourceTag/team': ['a', 'b'] }, '2 values'],
    [{ 'aws:PrincipalOrgID': ['o-1', 'o-2', 'o-3'] }, '3 values'],
    [{ 'aws:CurrentTime': [] }, 'an empty list means absent, but every request has this key'],
    [{ 'aws:ViaAWSService': [] }, 'an empty list means absent'],
    [{ 'aws:PrincipalArn': [] }, 'an empty list means absent'],
    [{ 'AWS:RequestedRegion': [] }, 'an empty list means absent'],
    // Values.
    [{ 'aws:SourceIp': '198.51.100.0/24' }, "'198.51.100.0/24' is not an IP address"],
    [{ 'aws:SourceIp': [''] }, "'' is not an IP address"],
    [{ 'aws:SourceIp': '10.1.2.3' }, "'10.1.2.3' is no public address, nor in perimeter.cidrs"],
    [{ 'aws:VpcSourceIp': '10.0.0.256' }, 'is not an IP address'],
    [{ 'aws:SourceVpc': 'vpce-1' }, "'vpce-1' is not the id of a VPC"],
    [{ 'aws:SourceVpce': 'vpc-1' }, "'vpc-1' is not the id of a VPC endpoint"],
    [{ 'aws:SourceVpc': 'vpc-*' }, "'vpc-*' is not the id of a VPC"],
    [{ 'aws:SourceVpcArn': 'vpc-1' }, "'vpc-1' is not the ARN of a VPC"],
    [{ 'aws:VpceAccount': '1111' }, "'1111' is not an account id"],
    [{ 'aws:VpceOrgID': 'o-*' }, "'o-*' is not the id of an organization"],
    [{ 'aws:VpceOrgPaths': 'o-1' }, "'o-1' is not a path in an organization"],
    [{ 'aws:VpceOrgPaths': ['o-1/r-1/', 'x'] }, "'x' is not a path in an organization"],
    [{ 'aws:ViaAWSService': 'yes' }, "'yes' is not 'true' or 'false'"],
    [{ 'aws:CurrentTime': 'now' }, "'now' is not a date"],
    [{ 'aws:MultiFactorAuthAge': 'old' }, "'old' is not a number"],
    [{ 'aws:RequestedRegion': 'us-*' }, "'us-*' is not a Region"],
    [{ 'aws:SourceArn': 'x' }, "'x' is not an ARN"],
    // What one key says of another.
    [
      { 'aws:SourceVpcArn': vpcArn, 'aws:SourceVpc': 'vpc-2' },
      "'vpc-2', but aws:SourceVpcArn makes it 'vpc-1'",
    ],
    [
      { 'aws:VpceOrgID': 'o-1', 'aws:VpceOrgPaths': ['o-2/r-1/'] },
      "'o-1', but aws:VpceOrgPaths makes it 'o-2'",
    ],
    [{ 'aws:VpceOrgID': [], 'aws:VpceOrgPaths': 'o-2/r-1/' }, "absent, but aws:VpceOrgPaths makes it 'o-2'"],
    [
      { 'aws:PrincipalOrgID': 'o-1', 'aws:PrincipalOrgPaths': [] },
      "'o-1', but aws:PrincipalOrgPaths makes it absent",
    ],
    [{ 'aws:VpceAccount': [], 'aws:VpceOrgID': 'o-1' }, "'o-1', but aws:VpceAccount makes it absent"],
    [
      { 'aws:CalledVia': ['a.b', 'c.d'], 'aws:CalledViaLast': 'a.b' },
      "'a.b', but aws:CalledVia makes it 'c.d'",
    ],
    [{ 'aws:CalledVia': [], 'aws:CalledViaFirst': 'a.b' }, "'a.b', but aws:CalledVia makes it absent"],
    [
      { 'aws:MultiFactorAuthAge': '9', 'aws:MultiFactorAuthPresent': 'false' },
      "'false', but aws:MultiFactorAuthAge",
    ],
    [
      { 'aws:CurrentTime': '2026-11-30T00:00:00Z', 'aws:EpochTime': '1767225600' },
      'but aws:CurrentTime makes it',
    ],
    [{ 'aws:TagKeys': ['a'], 'aws:RequestTag/b': 'x' }, "'x', but aws:TagKeys makes it absent"],
    // What the principal says.
    [{ 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other' }, 'context.aws:PrincipalArn: '],
    [
      { 'aws:PrincipalAccount': '444455556666' },
      "but for arn:aws:iam::111122223333:role/ds it is '111122223333'",
    ],
    [{ 'aws:PrincipalType': 'User' }, "it is 'AssumedRole'"],
    [{ 'aws:username': 'eve' }, 'it is absent'],
    [{ 'aws:PrincipalIsAWSService': 'true' }, "it is 'false'"],
    [{ 'aws:PrincipalServiceName': 'ec2.amazonaws.com' }, 'it is absent'],
    // No origin of requests has them all.
    [{ 'aws:SourceIp': '203.0.113.7', 'aws:SourceVpc': 'vpc-1' }, 'context: no request is like this: '],
    [{ 'aws:SourceVpc': 'vpc-1', 'aws:SourceVpce': [] }, 'which every request through a VPC endpoint has'],
    [{ 'aws:SourceVpce': 'vpce-1', 'aws:SourceVpc': 'vpc-2' }, 'perimeter.endpointVpc has the endpoint'],
    [{ 'aws:SourceVpce': 'vpce-1', 'aws:ViaAWSService': 'true' }, 'no request is like this'],
    [{ 'aws:VpceOrgID': 'o-1', 'aws:SourceIp': '203.0.113.7' }, 'no request is like this'],
    [{ 'aws:CalledVia': 'a.b', 'aws:ViaAWSService': 'false' }, 'no request is like this'],
    [{ 'aws:SourceIp': [], 'aws:SourceVpc': [], 'aws:ViaAWSService': 'false' }, 'no request is like this'],
  ])('%j: %s', async (context, expected) => {
    expect(await lineError({ ...base, context })).toContain(expected);
  });

  it('is before the time from which requests are considered', async () => {
    const context = { 'aws:CurrentTime': '2026-11-29T23:59:59Z' };
    expect(await lineError({ ...base, now: '2026-11-30', context })).toBe(
      'context.aws:CurrentTime: is before now, 2026-11-30',
    );
    expect(await lineError({ ...base, now: '2026-11-29', context })).toBeNull();
  });

  it('is about another role than the one of the id', async () => {
    const principal = { ...base.principal, id: 'AROAEXAMPLE' };
    const error = (userid: string) => lineError({ ...base, principal, context: { 'aws:userid': userid } });
    expect(await error('AROAOTHER:me')).toContain("does not belong to principal.id 'AROAEXAMPLE'");
    expect(await error('AROAEXAMPLE:me')).toBeNull();
  });

  it('is about another kind of session', async () => {
    const user = { arn: 'arn:aws:iam::111122223333:user/eve' };
    const session = { 'aws:PrincipalType': 'FederatedUser', 'aws:username': [] };
    const error = (more: Record<string, unknown>, principal = user) =>
      lineError({ ...base, principal, context: { ...session, ...more } });
    expect(await error({ 'aws:PrincipalArn': 'arn:aws:sts::111122223333:federated-user/me' })).toBeNull();
    expect(await error({ 'aws:PrincipalArn': 'arn:aws:sts::444455556666:federated-user/me' })).toContain(
      'PrincipalArn',
    );
    expect(await error({ 'aws:username': 'eve' })).toBeNull();
    expect(await error({ 'aws:username': 'ann' })).toContain(
      "'ann', but for arn:aws:iam::111122223333:user/eve",
    );
    expect(await error({ 'aws:PrincipalType': 'User' })).toContain('aws:username: absent');
    expect(await error({}, base.principal)).toContain('aws:PrincipalType');
  });

  it('is no object', async () => {
    expect(await lineError({ ...base, context: [] })).toContain('context: ');
    expect(await lineError({ ...base, context: null })).toContain('context: ');
  });
});

describe('a context that can be meant', () => {
  const whole = (context: Record<string, unknown>) => {
    const read = readContext(context);
    const known = isRefused(read) ? read : completed(read);
    return isRefused(known) ? known.because : toContext(known);
  };

  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{ 'AWS:sourcevpc': ['vpc-1'] }, { 'aws:SourceVpc': 'vpc-1' }],
    [{ 'aws:SourceVpc': [] }, { 'aws:SourceVpc': [] }],
    [{ 'aws:TagKeys': 'a' }, { 'aws:TagKeys': ['a'] }],
    [
      { 'sagemaker:InstanceTypes': ['ml.t3.medium', 'ml.m5.large'] },
      { 'sagemaker:InstanceTypes': ['ml.t3.medium', 'ml.m5.large'] },
    ],
    [{ 'sagemaker:NewKey': ['a', 'b'] }, { 'sagemaker:NewKey': ['a', 'b'] }],
    [{ 'aws:NewKey': ['a'] }, { 'aws:NewKey': 'a' }],
    [{ 'aws:ViaAWSService': 'True' }, { 'aws:ViaAWSService': 'true' }],
    [{ 'aws:ResourceTag/cost center': '' }, { 'aws:ResourceTag/cost center': '' }],
    [
      { 'oidc.eks.us-east-1.amazonaws.com/id/A1:sub': 'x' },
      { 'oidc.eks.us-east-1.amazonaws.com/id/A1:sub': 'x' },
    ],
    [
      { 'sts:RoleSessionName': 'me', 'aws:SourceIdentity': 'me' },
      { 'sts:RoleSessionName': 'me', 'aws:SourceIdentity': 'me' },
    ],
    // What follows from it.
    [{ 'aws:SourceVpcArn': vpcArn }, { 'aws:SourceVpcArn': vpcArn, 'aws:SourceVpc': 'vpc-1' }],
    [{ 'aws:VpceOrgPaths': 'o-1/r-1/' }, { 'aws:VpceOrgPaths': ['o-1/r-1/'], 'aws:VpceOrgID': 'o-1' }],
    [{ 'aws:ResourceOrgID': [] }, { 'aws:ResourceOrgID': [], 'aws:resourceorgpaths': [] }],
    [
      { 'aws:CalledVia': ['a.b', 'c.d'] },
      { 'aws:CalledVia': ['a.b', 'c.d'], 'aws:CalledViaFirst': 'a.b', 'aws:CalledViaLast': 'c.d' },
    ],
    [
      { 'aws:MultiFactorAuthAge': '9' },
      { 'aws:MultiFactorAuthAge': '9', 'aws:MultiFactorAuthPresent': 'true' },
    ],
    [
      { 'aws:MultiFactorAuthPresent': [] },
      { 'aws:MultiFactorAuthPresent': [], 'aws:MultiFactorAuthAge': [] },
    ],
    [
      { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      { 'aws:CurrentTime': '2026-01-01T00:00:00Z', 'aws:EpochTime': '1767225600' },
    ],
    [
      { 'aws:EpochTime': '1767225600' },
      { 'aws:EpochTime': '1767225600', 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
    ],
    [
      { 'aws:TagKeys': ['Team'], 'aws:RequestTag/team': 'x' },
      { 'aws:TagKeys': ['Team'], 'aws:RequestTag/team': 'x' },
    ],
  ])('%j', (context, expected) => {
    expect(whole(context)).toEqual(expected);
  });

  it.each<Record<string, unknown>>([
    {
      'aws:PrincipalArn': base.principal.arn,
      'aws:PrincipalAccount': '111122223333',
      'aws:PrincipalType': 'AssumedRole',
    },
    { 'aws:username': [], 'aws:PrincipalIsAWSService': 'false', 'aws:userid': 'AROAEXAMPLE:me' },
    { 'aws:SourceIp': '198.51.100.7' },
    { 'aws:SourceIp': '10.1.2.3', 'aws:ViaAWSService': 'true' },
    { 'aws:SourceVpce': 'vpce-1', 'aws:SourceVpc': 'vpc-1' },
    { 'aws:SourceVpce': 'vpce-9', 'aws:SourceVpc': 'vpc-9' },
    { 'aws:ResourceAccount': 'aws' },
    {},
  ])('%j is taken', async (context) => {
    expect(await lineError({ ...base, context })).toBeNull();
  });
});

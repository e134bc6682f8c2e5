import { describe, expect, it } from '@jest/globals';
import type { RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import { authorizationDetails } from '../slices/principals';
import { identityOf, policyAssembler, type Principal, principalsOf } from './assemble';
import { sessionTagsText } from './session-tags';

const own = 'arn:aws:iam::111122223333';
const doc = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, more: object = {}) => ({ Effect: 'Allow', Action, ...more });
const to = (Principal: unknown, Action: unknown, more: object = {}) => allow(Action, { Principal, ...more });
const deny = (Principal: unknown, Action: unknown, more: object = {}) => ({
  ...to(Principal, Action, more),
  Effect: 'Deny',
});
const encoded = (document: object) => encodeURIComponent(JSON.stringify(document));

function askedAbout(given: { RoleDetailList?: RoleDetail[]; UserDetailList?: UserDetail[] }) {
  const empty = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
  const details = authorizationDetails.parse({ ...empty, ...given });
  const [principal] = principalsOf(details);
  if (principal === undefined) throw new Error('no principal was given');
  return { principal, applied: policyAssembler(details, undefined)(principal) };
}
const role = (trust: string | undefined, more: Partial<RoleDetail> = {}) =>
  askedAbout({
    RoleDetailList: [{ RoleName: 'r', Arn: `${own}:role/r`, AssumeRolePolicyDocument: trust, ...more }],
  });
const user = (document: string, more: Partial<UserDetail> = {}) =>
  askedAbout({
    UserDetailList: [
      {
        UserName: 'u',
        Arn: `${own}:user/u`,
        UserPolicyList: [{ PolicyName: 'p', PolicyDocument: document }],
        ...more,
      },
    ],
  });

const root = { AWS: `${own}:root` };
const saml = { Federated: `${own}:saml-provider/okta` };
const oidc = { Federated: `${own}:oidc-provider/token.actions.githubusercontent.com` };
const tag = 'sts:TagSession';
const assume = 'sts:AssumeRole';

describe('the tags that a session may set', () => {
  it.each<[string, object, 'free' | 'none']>([
    ['its own account', doc(to(root, [assume, tag])), 'free'],
    ['another account', doc(to({ AWS: '999988887777' }, [assume, tag])), 'free'],
    ['one user', doc(to({ AWS: `${own}:user/ana` }, [assume, tag])), 'free'],
    ['one session of a role', doc(to({ AWS: 'arn:aws:sts::111122223333:assumed-role/x/s' }, tag)), 'free'],
    ['SAML', doc(to(saml, ['sts:AssumeRoleWithSAML', tag])), 'free'],
    ['OIDC', doc(to(oidc, ['sts:AssumeRoleWithWebIdentity', tag])), 'free'],
    ['a service', doc(to({ Service: 'pods.eks.amazonaws.com' }, [assume, tag])), 'free'],
    ['anyone', doc(to('*', [assume, tag])), 'free'],
    ['a second statement', doc(to(root, assume), to(saml, tag)), 'free'],
    ['a wildcard', doc(to(root, 'sts:*')), 'free'],
    ['a wildcard within the name', doc(to(root, 'STS:tag*')), 'free'],
    ['every action', doc(to(root, '*')), 'free'],
    ['all actions but one', doc({ Effect: 'Allow', Principal: root, NotAction: 'sts:SetContext' }), 'free'],
    ['everybody but one', doc({ Effect: 'Allow', NotPrincipal: root, Action: tag }), 'free'],
    [
      'only certain tags, which is not looked at',
      doc(to(root, tag, { Condition: { StringEquals: { 'aws:RequestTag/team': 'ml' } } })),
      'free',
    ],
    [
      'a Deny under a condition',
      doc(to(root, tag), deny('*', tag, { Condition: { Bool: { a: 'true' } } })),
      'free',
    ],
    ['a Deny of somebody else', doc(to(root, tag), deny(saml, tag)), 'free'],
    ['a statement that is not understood', doc(to(root, assume), { Effect: 'Allow' }), 'free'],
    ['a principal that is none', doc(to({ AWS: `${own}:role/*` }, tag)), 'free'],
    ['no action about tags', doc(to(root, assume)), 'none'],
    ['all actions but this one', doc({ Effect: 'Allow', Principal: root, NotAction: 'sts:Tag*' }), 'none'],
    ['a Deny of everybody', doc(to(root, [assume, tag]), deny('*', tag)), 'none'],
    ['only a principal that was deleted', doc(to({ AWS: 'AROAEXAMPLEEXAMPLE12' }, tag)), 'none'],
    ['no statement', doc(), 'none'],
  ])('of a role that admits %s', (_, trust, expected) => {
    expect(identityOf(role(encoded(trust))).sessionTags).toBe(expected);
  });

  it.each<[string, string | undefined]>([
    ['is not JSON', '%7B"Version"'],
    ['is absent', undefined],
  ])('of a role whose trust policy %s', (_, trust) => {
    expect(identityOf(role(trust)).sessionTags).toBe('free');
  });

  const federate = 'sts:GetFederationToken';
  it.each<[string, string, 'free' | 'none']>([
    ['may federate itself with tags', encoded(doc(allow([federate, tag], { Resource: '*' }))), 'free'],
    ['may do everything', encoded(doc(allow('*', { Resource: '*' }))), 'free'],
    ['has a policy that cannot be read', '{', 'free'],
    ['may federate itself without tags', encoded(doc(allow(federate, { Resource: '*' }))), 'none'],
    ['may only tag sessions of roles', encoded(doc(allow([assume, tag], { Resource: '*' }))), 'none'],
  ])('of a user who %s', (_, document, expected) => {
    expect(identityOf(user(document)).sessionTags).toBe(expected);
  });

  it('of a user whose two permissions stand in two policies, one of a group', () => {
    const statement = (action: string) => encoded(doc(allow(action, { Resource: '*' })));
    const details = authorizationDetails.parse({
      UserDetailList: [
        {
          UserName: 'u',
          Arn: `${own}:user/u`,
          GroupList: ['g'],
          UserPolicyList: [{ PolicyName: 'p', PolicyDocument: statement(federate) }],
        },
      ],
      GroupDetailList: [
        {
          GroupName: 'g',
          Arn: `${own}:group/g`,
          GroupPolicyList: [{ PolicyName: 'q', PolicyDocument: statement(tag) }],
        },
      ],
      RoleDetailList: [],
      Policies: [],
    });
    const applied = principalsOf(details).map(policyAssembler(details, undefined));
    expect(applied.map(({ sessionTags }) => sessionTags)).toEqual(['free']);
  });

  it('of a user of whom a policy was not read', () => {
    const attached = { AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/x' }] };
    expect(identityOf(user(encoded(doc()), attached)).sessionTags).toBe('free');
  });
});

describe('who asks', () => {
  const trust = encoded(doc(to(root, assume)));
  it('is known by ARN, unique id and tags', () => {
    expect(identityOf(role(trust, { RoleId: 'AROA1', Tags: [{ Key: 'team', Value: 'ml' }] }))).toEqual({
      arn: `${own}:role/r`,
      id: 'AROA1',
      tags: { team: 'ml' },
      sessionTags: 'none',
    });
  });

  it('has any tags where they were not read', () => {
    expect(identityOf(role(trust))).toEqual({ arn: `${own}:role/r`, sessionTags: 'none' });
  });
});

describe('the words about a witness', () => {
  const tagged = (Tags: RoleDetail['Tags']): Principal => role(undefined, { Tags }).principal;
  it.each<[string, RoleDetail['Tags'], Record<string, string | string[]>, string]>([
    ['no tag', [], { 'aws:SourceIp': '203.0.113.9' }, ''],
    ['one tag', [], { 'aws:PrincipalTag/team': 'ml' }, ', with a session tag team=ml'],
    ['a tag of its own', [{ Key: 'Team', Value: 'ml' }], { 'aws:PrincipalTag/team': 'ml' }, ''],
    [
      'another value than its own',
      [{ Key: 'team', Value: 'ops' }],
      { 'aws:principaltag/team': 'ml' },
      ', with a session tag team=ml',
    ],
    [
      'a tag where its own were not read',
      undefined,
      { 'aws:PrincipalTag/team': 'ml' },
      ', with a tag team=ml',
    ],
    [
      'two tags',
      [],
      { 'aws:PrincipalTag/team': 'ml', 'aws:PrincipalTag/dept': 'x' },
      ', with session tags team=ml and dept=x',
    ],
  ])('%s', (_, tags, context, expected) => {
    expect(sessionTagsText(tagged(tags), { action: 'a:B', resource: '*', context })).toBe(expected);
  });
});

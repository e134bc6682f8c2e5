import { describe, expect, it } from '@jest/globals';
import type { RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import fc from 'fast-check';
import { principalsOf } from './assemble';
import { type Behind, behindText, cautionAbout, whoIsBehind } from './behind';
import { authorizationDetails } from '../slices/principals';

const own = 'arn:aws:iam::111122223333';

function behindOf(given: { RoleDetailList?: RoleDetail[]; UserDetailList?: UserDetail[] }): Behind {
  const details = authorizationDetails.parse({
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
    ...given,
  });
  const [principal] = principalsOf(details);
  if (principal === undefined) throw new Error('no principal was given');
  return whoIsBehind(principal);
}
const roleWith = (trust: unknown): Behind =>
  behindOf({
    RoleDetailList: [
      {
        RoleName: 'r',
        Arn: `${own}:role/r`,
        // Encoded as the API returns it, except for text that is not JSON.
        AssumeRolePolicyDocument:
          typeof trust === 'string' ? trust : encodeURIComponent(JSON.stringify(trust)),
      },
    ],
  });
const doc = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Principal: unknown, Action: unknown = 'sts:AssumeRole', more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action,
  ...more,
});
const deny = (Principal: unknown, Action: unknown = 'sts:AssumeRole', more: object = {}) => ({
  ...allow(Principal, Action, more),
  Effect: 'Deny',
});
const lambda = { Service: 'lambda.amazonaws.com' };
const sagemaker = { Service: 'sagemaker.amazonaws.com' };
const root = { AWS: `${own}:root` };
const saml = { Federated: `${own}:saml-provider/okta` };

describe('who is behind a role', () => {
  it.each<[string, unknown, Behind['kind'], string]>([
    ['one service', doc(allow(lambda)), 'services', 'lambda.amazonaws.com'],
    [
      'a statement that is not in a list',
      { Version: '2012-10-17', Statement: allow(lambda) },
      'services',
      'lambda',
    ],
    [
      'two services in one statement',
      doc(allow({ Service: ['a.amazonaws.com', 'b.amazonaws.com'] })),
      'services',
      'a.amazonaws.com, b.amazonaws.com',
    ],
    ['SageMaker', doc(allow(sagemaker)), 'services', 'sagemaker.amazonaws.com'],
    [
      'a service under a condition',
      doc(
        allow(lambda, 'sts:AssumeRole', {
          Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        }),
      ),
      'services',
      'lambda',
    ],
    ['its own account', doc(allow(root)), 'people', "this account's own users and roles"],
    ['its own account by number', doc(allow({ AWS: '111122223333' })), 'people', "this account's own"],
    [
      'another account',
      doc(allow({ AWS: 'arn:aws:iam::999988887777:root' })),
      'people',
      'account 999988887777',
    ],
    [
      'another account, with an external id',
      doc(
        allow({ AWS: '999988887777' }, 'sts:AssumeRole', {
          Condition: { StringEquals: { 'sts:ExternalId': 'x' } },
        }),
      ),
      'people',
      'account 999988887777',
    ],
    ['one user', doc(allow({ AWS: `${own}:user/ana` })), 'people', 'user/ana'],
    [
      'one role of another account',
      doc(allow({ AWS: 'arn:aws:iam::999988887777:role/x' })),
      'people',
      'arn:aws:iam::999988887777:role/x',
    ],
    [
      'one session',
      doc(allow({ AWS: 'arn:aws:sts::111122223333:assumed-role/x/s' })),
      'people',
      'assumed-role/x/s',
    ],
    ['SAML', doc(allow(saml, 'sts:AssumeRoleWithSAML')), 'people', 'saml-provider/okta'],
    [
      'OIDC',
      doc(
        allow(
          { Federated: `${own}:oidc-provider/token.actions.githubusercontent.com` },
          'sts:AssumeRoleWithWebIdentity',
        ),
      ),
      'people',
      'token.actions.githubusercontent.com',
    ],
    [
      'a web identity provider',
      doc(allow({ Federated: 'cognito-identity.amazonaws.com' }, 'sts:AssumeRoleWithWebIdentity')),
      'people',
      'cognito-identity.amazonaws.com',
    ],
    [
      'IAM Roles Anywhere, which any machine with a certificate uses',
      doc(allow({ Service: 'rolesanywhere.amazonaws.com' })),
      'people',
      'rolesanywhere',
    ],
    ['anyone', doc(allow('*')), 'people', 'anyone'],
    ['anyone as AWS', doc(allow({ AWS: '*' })), 'people', 'anyone'],
    ['a service and its own account', doc(allow({ ...lambda, ...root })), 'people', "this account's own"],
    [
      'everybody except one',
      doc({ Effect: 'Allow', NotPrincipal: root, Action: 'sts:AssumeRole' }),
      'people',
      'anyone',
    ],
    [
      'the action by a wildcard, in another letter case',
      doc(allow(root, 'STS:Assume*')),
      'people',
      "this account's own",
    ],
    [
      'every action except one',
      doc({ Effect: 'Allow', Principal: root, NotAction: 'sts:TagSession' }),
      'people',
      "this account's own",
    ],
    [
      'every action except this one',
      doc({ Effect: 'Allow', Principal: root, NotAction: 'sts:Assume*' }),
      'nobody',
      'admits nobody',
    ],
    ['only to tag sessions', doc(allow(root, 'sts:TagSession')), 'nobody', 'admits nobody'],
    ['no statement', doc(), 'nobody', 'admits nobody'],
    [
      'only a principal that was deleted',
      doc(allow({ AWS: 'AROAEXAMPLEEXAMPLE12' })),
      'nobody',
      'admits nobody',
    ],
    ['a Deny of everybody', doc(allow(root), deny('*')), 'nobody', 'admits nobody'],
    [
      'a Deny of everybody in AWS, which leaves services',
      doc(allow({ ...root, ...lambda }), deny({ AWS: '*' })),
      'services',
      'lambda',
    ],
    ['a Deny of the same party', doc(allow({ ...root, ...lambda }), deny(root)), 'services', 'lambda'],
    [
      'a Deny under a condition',
      doc(
        allow(root),
        deny('*', 'sts:AssumeRole', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }),
      ),
      'people',
      "this account's own",
    ],
    [
      'a Deny of everybody except one',
      doc(allow(root), { Effect: 'Deny', NotPrincipal: { AWS: `${own}:user/ana` }, Action: 'sts:*' }),
      'people',
      "this account's own",
    ],
    [
      'a Deny of another action',
      doc(allow(saml, ['sts:AssumeRoleWithSAML']), deny('*', 'sts:AssumeRole')),
      'people',
      'okta',
    ],
    ['text that is not JSON', '%7B"Version"', 'unknown', 'not JSON'],
    ['no document', 'null', 'unknown', 'not an object'],
    ['an unknown element', doc({ ...allow(lambda), Resource: '*' }), 'unknown', 'no element Resource'],
    ['no principal', doc({ Effect: 'Allow', Action: 'sts:AssumeRole' }), 'unknown', 'no Principal'],
    ['an unknown kind of principal', doc(allow({ Aws: `${own}:root` })), 'unknown', 'Aws'],
    ['no action', doc({ Effect: 'Allow', Principal: lambda }), 'unknown', 'no Action'],
    ['an Effect in another letter case', doc({ ...allow(lambda), Effect: 'allow' }), 'unknown', 'Effect'],
    [
      'a pattern of principals, which IAM does not support',
      doc(allow({ AWS: `${own}:role/*` })),
      'unknown',
      'role/*',
    ],
    ['a service by wildcard', doc(allow({ Service: '*' })), 'unknown', 'not the name of an AWS service'],
    [
      'an unclear statement next to one with people',
      doc(allow(root), { Effect: 'Allow' }),
      'people',
      "this account's own",
    ],
    [
      'an unclear statement next to one with a service',
      doc(allow(lambda), { Effect: 'Allow' }),
      'unknown',
      'Statement[1]',
    ],
  ])('%s', (_, trust, kind, says) => {
    const behind = roleWith(trust);
    expect([behind.kind, behindText(behind)]).toEqual([kind, expect.stringContaining(says)]);
  });

  it('is the owner of the credentials for a user', () => {
    const behind = behindOf({ UserDetailList: [{ UserName: 'u', Arn: `${own}:user/u` }] });
    expect([behind.kind, behindText(behind)]).toEqual(['people', expect.stringContaining('access keys')]);
    expect(cautionAbout(behind)).toBeUndefined();
  });

  it.each<[string, unknown, RegExp | undefined]>([
    ['people', doc(allow(root)), undefined],
    ['a role that cannot be read', doc({ Effect: 'Allow' }), /could not be read/],
    ['a service', doc(allow(lambda)), /no person/],
    ['nobody', doc(), /no person/],
    ['SageMaker', doc(allow(sagemaker)), /breaks Studio/],
    ['SageMaker and people', doc(allow({ ...sagemaker, ...root })), /breaks Studio/],
    ['SageMaker in China', doc(allow({ Service: 'sagemaker.amazonaws.com.cn' })), /breaks Studio/],
    [
      'a service with a similar name',
      doc(allow({ Service: 'sagemaker.example.amazonaws.com' })),
      /no person/,
    ],
  ])('caution: %s', (_, trust, says) => {
    const caution = cautionAbout(roleWith(trust));
    if (says === undefined) expect(caution).toBeUndefined();
    else expect(caution).toMatch(says);
  });

  it('is people if any statement allows people, whatever the others are', () => {
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Principal: fc.constantFrom(lambda, sagemaker, saml, { AWS: 'AROAEXAMPLEEXAMPLE12' }, 'nonsense'),
      Action: fc.constantFrom('sts:AssumeRole', 'sts:*', 'sts:TagSession'),
    });
    fc.assert(
      fc.property(fc.array(statement), fc.nat(5), (statements, position) => {
        const all: object[] = [...statements];
        all.splice(position, 0, { Effect: 'Allow', Principal: root, Action: 'sts:AssumeRole' });
        expect(roleWith(doc(...all)).kind).toBe('people');
      }),
    );
  });

  it('is answered for any trust policy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const behind = roleWith(value);
        expect(behindText(behind)).not.toBe('');
        // Only a trust policy that was read completely means that there are only services.
        if (behind.kind === 'services' || behind.kind === 'nobody') expect(behind.unclear).toEqual([]);
      }),
    );
  });
});

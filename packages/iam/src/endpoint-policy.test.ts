import { describe, expect, it } from '@jest/globals';
import { endpointLockout, endpointOpenness, type EndpointQuestion, type Own } from '.';
import { anyResource, foreignPrincipals, foreignResources, ownPrincipals } from './outsiders';
import { allow, deny, type PolicyJson, policy, when } from '../test/build';
import { narrowed, ownOnly } from '../test/data-perimeter';
import { isAllowed } from '../test/naive';

const account = '111122223333';
const stranger = '444455556666';
const organization = 'o-abcdefghij';
const alone: Own = { accounts: [account], organization: null };
const member: Own = { accounts: [account], organization };

const ask = (own: Own): EndpointQuestion => ({
  own,
  endpoint: { id: 'vpce-0api', vpc: 'vpc-0ml' },
  region: 'us-east-1',
  partition: 'aws',
  service: 'sagemaker',
  actions: [
    { name: 'sagemaker:CreateApp', type: 'app/*' },
    { name: 'sagemaker:CreatePresignedDomainUrl', type: 'user-profile/*' },
    { name: 'sagemaker:InvokeEndpoint', type: 'endpoint/*' },
  ],
});

const all = (more: PolicyJson = {}): PolicyJson => allow({ Principal: '*', ...more });
const no = (more: PolicyJson = {}): PolicyJson => deny({ Principal: '*', ...more });
const role = (of: string, name = 'ds') => `arn:aws:iam::${of}:role/${name}`;
const both = { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } };
const orgs = { StringEquals: { 'aws:PrincipalOrgID': organization, 'aws:ResourceOrgID': organization } };
const ownResource = when('StringEquals', 'aws:ResourceAccount', account);
const ownPrincipal = when('StringEquals', 'aws:PrincipalAccount', account);
const ownArn = `arn:aws:sagemaker:*:${account}:*`;

/** `principal` or `resource`: whose foreign request gets through; otherwise the status. */
function verdict(document: unknown, own: Own): string {
  const found = endpointOpenness(document, ask(own));
  return found.status === 'open' ? found.foreign : found.status;
}

const table: readonly (readonly [name: string, document: unknown, alone: string, inOrganization: string])[] =
  [
    ['the default full access', policy(all()), 'principal', 'principal'],
    ['full access for {AWS: *}', policy(allow({ Principal: { AWS: '*' } })), 'principal', 'principal'],
    ['own principals and resources by account', policy(all({ Condition: both })), 'closed', 'closed'],
    ['the organization', policy(all({ Condition: orgs })), 'principal', 'closed'],
    ['only own resources', policy(all(ownResource)), 'principal', 'principal'],
    ['only own principals', policy(all(ownPrincipal)), 'resource', 'resource'],
    ['the account as principal', policy(allow({ Principal: { AWS: account } })), 'resource', 'resource'],
    [
      'the account as principal, own ARNs',
      policy(allow({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Resource: ownArn })),
      'closed',
      'closed',
    ],
    [
      'another account as principal',
      policy(allow({ Principal: { AWS: [account, stranger] }, Resource: ownArn })),
      'principal',
      'principal',
    ],
    [
      'an own role, own ARNs',
      policy(allow({ Principal: { AWS: role(account) }, Resource: ownArn })),
      'closed',
      'closed',
    ],
    [
      'a role of another account',
      policy(allow({ Principal: { AWS: role(stranger) }, Resource: ownArn })),
      'principal',
      'principal',
    ],
    ['own ARNs for everybody', policy(all({ Resource: ownArn })), 'principal', 'principal'],
    [
      'a role of any account',
      policy(all({ Resource: ownArn, ...when('ArnLike', 'aws:PrincipalArn', role('*', 'ci')) })),
      'principal',
      'principal',
    ],
    [
      'own roles by ArnLike, own ARNs',
      policy(all({ Resource: ownArn, ...when('ArnLike', 'aws:PrincipalArn', role(account, '*')) })),
      'closed',
      'closed',
    ],
    [
      'an account that begins alike',
      policy(all({ Resource: ownArn, ...when('StringLike', 'aws:PrincipalAccount', '1111*') })),
      'principal',
      'principal',
    ],
    [
      'a Deny of foreign principals',
      policy(all({ Resource: ownArn }), no(when('StringNotEquals', 'aws:PrincipalAccount', account))),
      'closed',
      'closed',
    ],
    [
      'a Deny of foreign principals that spares their administrators',
      policy(
        all({ Resource: ownArn }),
        no({
          Condition: {
            StringNotEquals: { 'aws:PrincipalAccount': account },
            StringNotLike: { 'aws:PrincipalArn': '*:role/admin' },
          },
        }),
      ),
      'principal',
      'principal',
    ],
    [
      'a Deny of one foreign account only',
      policy(all({ Resource: ownArn }), deny({ Principal: { AWS: stranger } })),
      'principal',
      'principal',
    ],
    [
      'NotPrincipal of the account in a Deny',
      policy(all({ Resource: ownArn }), { ...deny({ NotPrincipal: { AWS: account } }) }),
      'closed',
      'closed',
    ],
    [
      'NotPrincipal of the account in an Allow',
      policy(allow({ NotPrincipal: { AWS: account }, Resource: ownArn })),
      'principal',
      'principal',
    ],
    [
      'NotPrincipal of a role in a Deny is not decided',
      policy(all({ Resource: ownArn }), deny({ NotPrincipal: { AWS: [role(account), account] } })),
      'unknown',
      'unknown',
    ],
    [
      'a session of another account',
      policy(allow({ Principal: { AWS: `arn:aws:sts::${stranger}:assumed-role/a/b` }, Resource: ownArn })),
      'unknown',
      'unknown',
    ],
    [
      'a session of the account',
      policy(allow({ Principal: { AWS: `arn:aws:sts::${account}:assumed-role/a/b` }, Resource: ownArn })),
      'closed',
      'closed',
    ],
    [
      'a deleted principal',
      policy(allow({ Principal: { AWS: 'AROAEXAMPLEEXAMPLE' }, Resource: ownArn })),
      'unknown',
      'unknown',
    ],
    [
      'an AWS service',
      policy(allow({ Principal: { Service: 'sagemaker.amazonaws.com' } })),
      'closed',
      'closed',
    ],
    [
      'AWS services by condition',
      policy(all(when('Bool', 'aws:PrincipalIsAWSService', 'true'))),
      'closed',
      'closed',
    ],
    [
      'an identity provider',
      policy(allow({ Principal: { Federated: 'cognito-identity.amazonaws.com' } })),
      'unknown',
      'unknown',
    ],
    ['no Principal', policy(allow()), 'unknown', 'unknown'],
    ['not JSON', 'full access', 'unknown', 'unknown'],
    ['nothing allowed', policy(no()), 'closed', 'closed'],
    ['another service only', policy(all({ Action: 's3:*' })), 'closed', 'closed'],
    [
      'one action on own resources for everybody',
      policy(all({ Action: 'sagemaker:InvokeEndpoint', Resource: ownArn })),
      'principal',
      'principal',
    ],
    [
      'all but one action',
      policy(all({ NotAction: 'sagemaker:CreateApp', ...ownPrincipal })),
      'resource',
      'resource',
    ],
    ['an action that no list knows', policy(all({ Action: 'sagemaker:Frob*' })), 'principal', 'principal'],
    [
      'a Deny of the actions that are usually asked about, and no other',
      policy(
        all({ Condition: both }),
        all({ Action: 'sagemaker:*', ...ownResource }),
        no({ Action: ['sagemaker:Create*', 'sagemaker:Invoke*'] }),
      ),
      'principal',
      'principal',
    ],
    [
      'foreign endpoints only: a type that the first action does not act on',
      policy(all({ ...ownPrincipal, Resource: `arn:aws:sagemaker:us-east-1:${stranger}:endpoint/*` })),
      'resource',
      'resource',
    ],
    [
      'what AWS offers to everybody',
      policy(all({ ...ownPrincipal, Resource: 'arn:aws:sagemaker:*:aws:hub/*' })),
      'closed',
      'closed',
    ],
    [
      'the resource in the account of the caller',
      policy(all(when('StringEquals', 'aws:ResourceAccount', '${aws:PrincipalAccount}'))),
      'principal',
      'principal',
    ],
    [
      'own principals, the resource in the account of the caller',
      policy(
        all({
          Condition: {
            StringEquals: {
              'aws:PrincipalAccount': account,
              'aws:ResourceAccount': '${aws:PrincipalAccount}',
            },
          },
        }),
      ),
      'closed',
      'closed',
    ],
    [
      'Principal and a condition on the same key',
      policy(
        allow({
          Principal: { AWS: account },
          Resource: ownArn,
          ...when('StringEquals', 'aws:PrincipalAccount', [account, stranger]),
        }),
      ),
      'closed',
      'closed',
    ],
    [
      'a vacuous set operator',
      policy(
        all({ Resource: ownArn, ...when('ForAllValues:StringEquals', 'aws:PrincipalOrgPaths', 'o-other/*') }),
      ),
      'principal',
      'principal',
    ],
    [
      'the paths of the organization',
      policy(
        all({
          Resource: ownArn,
          ...when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', `${organization}/r-1/*`),
        }),
      ),
      'principal',
      'closed',
    ],
    [
      'an id that belongs to one unknown account',
      policy(all({ Resource: ownArn, ...when('StringLike', 'aws:userid', 'AROAEXAMPLE:*') })),
      'unknown',
      'unknown',
    ],
    [
      'tags, which any account can set',
      policy(all({ Resource: ownArn, ...when('StringEquals', 'aws:PrincipalTag/team', 'ml') })),
      'principal',
      'principal',
    ],
    [
      'through another endpoint',
      policy(all(when('StringEquals', 'aws:SourceVpce', 'vpce-0other'))),
      'closed',
      'closed',
    ],
    [
      'in another Region',
      policy(all(when('StringEquals', 'aws:RequestedRegion', 'eu-west-1'))),
      'closed',
      'closed',
    ],
    [
      'from another VPC',
      policy(all(when('StringEquals', 'aws:SourceVpc', 'vpc-0other'))),
      'closed',
      'closed',
    ],
    [
      'all but AWS services',
      policy(all(when('Bool', 'aws:PrincipalIsAWSService', 'false'))),
      'principal',
      'principal',
    ],
    [
      'who has the name of a service',
      policy(
        all(when('StringLike', 'aws:PrincipalServiceName', '*')),
        all(when('ForAnyValue:StringLike', 'aws:PrincipalServiceNamesList', '*')),
      ),
      'closed',
      'closed',
    ],
    [
      'calls that act on no resource, for everybody',
      policy(all({ Condition: both }), all({ NotResource: 'arn:*' })),
      'principal',
      'principal',
    ],
    ...['Principal', 'Resource'].flatMap((side): (typeof table)[number][] => {
      const paths = (id: string) => ({
        ...(side === 'Principal' ? { Resource: ownArn } : {}),
        Condition: {
          StringEquals: {
            [`aws:${side}OrgID`]: 'o-other',
            ...(side === 'Principal' ? {} : { 'aws:PrincipalAccount': account }),
          },
          'ForAnyValue:StringLike': { [`aws:${side}OrgPaths`]: `${id}/r-1/*` },
        },
      });
      const open = side === 'Principal' ? 'principal' : 'resource';
      return [
        [`another organization with its paths: ${side}`, policy(all(paths('o-other'))), open, open],
        [
          `another organization with paths of a third: ${side}`,
          policy(all(paths('o-third'))),
          'unknown',
          'unknown',
        ],
      ];
    }),
    ['written for us alone', ownOnly(alone), 'closed', 'closed'],
    ['written for the organization', ownOnly(member), 'principal', 'closed'],
  ];

describe('who gets through an endpoint policy', () => {
  it.each(table)('%s', (_, document, ours, organizations) => {
    expect([verdict(document, alone), verdict(document, member)]).toEqual([ours, organizations]);
  });

  it.each(table.filter(([, , ours]) => ours === 'principal' || ours === 'resource'))(
    '%s: the witness is one of another account',
    (_, document) => {
      const found = endpointOpenness(document, ask(alone));
      if (found.status !== 'open') throw new Error(found.status);
      const { action, resource, context } = found.witness;
      const asked = { action, resource, context: { 'aws:ResourceAccount': account, ...context } };
      const holds = (one: object) =>
        isAllowed({ identity: [one as PolicyJson], boundary: null, scps: [], rcps: [] }, asked);
      expect(
        found.foreign === 'principal'
          ? [holds(foreignPrincipals(alone)), holds(anyResource())]
          : [holds(ownPrincipals(alone)), holds(foreignResources(alone))],
      ).toEqual([true, true]);
      expect(context['aws:PrincipalArn']).toContain(`:${String(context['aws:PrincipalAccount'])}:`);
    },
  );
});

const custom: readonly (readonly [name: string, document: { readonly Statement: unknown }])[] = [
  ['the default full access', policy(all())],
  ['two actions', policy(all({ Action: ['sagemaker:CreateApp', 'sagemaker:InvokeEndpoint'] }))],
  ['a Deny of its own', policy(all(), no({ Action: 'sagemaker:Delete*' }))],
  [
    'one endpoint of the account',
    policy(all({ Resource: `arn:aws:sagemaker:us-east-1:${account}:endpoint/churn` })),
  ],
  ['an old document without a version', { Statement: all() }],
  ['the organization', policy(all({ Condition: orgs }))],
];

it('names the statement and what in it is not decided', () => {
  const open = policy(no({ Action: 'sagemaker:AddTags' }), all({ Sid: 'Everybody' }));
  expect(endpointOpenness(open, ask(alone))).toMatchObject({ allowedBy: 'statement 2 (Everybody)' });
  const unclear = policy(all({ Condition: both }), allow({ Principal: { AWS: 'AIDAEXAMPLE' } }));
  expect(endpointOpenness(unclear, ask(alone))).toEqual({
    status: 'unknown',
    missing: ["statement 2: Principal 'AIDAEXAMPLE' is not decided"],
  });
});

it('names the keys that leave open whose request it is', () => {
  const byId = policy(all({ Resource: ownArn, ...when('StringLike', 'aws:userid', 'AROAEXAMPLE:*') }));
  expect(endpointOpenness(byId, ask(alone))).toEqual({
    status: 'unknown',
    missing: ['whose accounts aws:userid, aws:PrincipalAccount, aws:PrincipalArn, aws:ResourceAccount mean'],
  });
});

it('says what a new policy would refuse, and what is not decided in which policy', () => {
  const [anyone, nobody] = [policy(all()), policy()];
  const unclear = policy(...['AIDAEXAMPLE', 'AROAEXAMPLE'].map((AWS) => allow({ Principal: { AWS } })));
  const because = (before: unknown, after: unknown) => {
    const found = endpointLockout(before, after, ask(alone));
    return 'because' in found ? found.because : found.status;
  };
  expect(because(anyone, nobody)).toBe(
    'sagemaker:CreateApp on arn:aws:sagemaker:us-east-1:111122223333:x would be refused',
  );
  expect(because(anyone, unclear)).toBe(
    "statement 1 of the new policy: Principal 'AIDAEXAMPLE' is not decided; " +
      "statement 2 of the new policy: Principal 'AROAEXAMPLE' is not decided",
  );
  expect(because(unclear, nobody)).toBe(
    "statement 1: Principal 'AIDAEXAMPLE' is not decided; statement 2: Principal 'AROAEXAMPLE' is not decided",
  );
});

it('says that too many patterns of actions cannot be told apart', () => {
  const letter = (index: number) => 'abcdefgh'.charAt(index % 8);
  const many = Array.from({ length: 40 }, (_, index) =>
    no({
      Action: `sagemaker:*${letter(index * 3)}*${letter(index * 3 + 5)}*${letter(index * 3 + 10 + (index >> 3))}*`,
    }),
  );
  expect(endpointOpenness(policy(...many), ask(alone))).toEqual({
    status: 'unknown',
    missing: ['which actions the policy names'],
  });
  expect(endpointLockout(policy(), policy(...many), ask(alone))).toEqual({
    status: 'unknown',
    because: 'which actions the policies name',
  });
});

describe('an endpoint policy with the Denies added', () => {
  it.each(
    custom.flatMap(([name, document]) => [
      [name, 'alone', alone, document] as const,
      [name, 'in an organization', member, document] as const,
    ]),
  )('%s, %s: closed, and nothing of our own is refused', (_, __, own, document) => {
    const after = narrowed(document, own);
    expect(verdict(after, own)).toBe('closed');
    expect(endpointLockout(document, after, ask(own))).toEqual({ status: 'none' });
  });
});

describe('whether a new endpoint policy refuses a request of our own', () => {
  const own: readonly (readonly [name: string, before: unknown, after: unknown, expected: string])[] = [
    ['full access becomes ours', policy(all()), ownOnly(alone), 'none'],
    ['an action is lost', policy(all()), policy(all({ NotAction: 'sagemaker:CreateApp' })), 'some'],
    [
      'a Deny of one own role',
      policy(all()),
      policy(all(), deny({ Principal: { AWS: role(account) } })),
      'some',
    ],
    [
      'a Deny of another account',
      policy(all()),
      policy(all(), deny({ Principal: { AWS: stranger } })),
      'none',
    ],
    [
      'foreign resources are lost',
      policy(all()),
      policy(all(ownResource), all({ Resource: 'arn:aws:sagemaker:*:aws:*' })),
      'none',
    ],
    ['the public hub is lost', policy(all()), policy(all(ownResource)), 'some'],
    [
      'calls without a resource are lost',
      policy(all()),
      policy(all({ Resource: [ownArn, 'arn:aws:sagemaker:*:aws:*'] })),
      'some',
    ],
    ['what was never allowed', policy(), policy(), 'none'],
    [
      'an action is lost that no list knows',
      policy(all()),
      policy(all(), no({ Action: 'sagemaker:Frob*' })),
      'some',
    ],
    [
      'a principal that is not decided',
      policy(all()),
      policy(allow({ Principal: { AWS: 'AIDAEXAMPLE' } })),
      'unknown',
    ],
  ];
  it.each(own)('%s', (_, before, after, expected) => {
    expect(endpointLockout(before, after, ask(alone)).status).toBe(expected);
  });
});

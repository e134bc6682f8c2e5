import { describe, expect, it } from '@jest/globals';
import { endpointLockout, endpointOpenness, type Own } from '@palisade/iam';
import {
  asks,
  checkProperty,
  foreignness,
  type PolicyJson,
  lets,
  owns,
  policies,
  requests,
  seeded,
} from '@palisade/iam/testing';
import fc from 'fast-check';
import { narrowedEndpointPolicy, ownEndpointPolicy } from './policy-text';

const account = '111122223333';
const organization = 'o-abcdefghij';
const alone: Own = { accounts: [account], organization: null };
const member: Own = { accounts: [account], organization };

const policy = (...Statement: PolicyJson[]): PolicyJson => ({ Version: '2012-10-17', Statement });
const all = (more: PolicyJson = {}): PolicyJson => ({
  Effect: 'Allow',
  Principal: '*',
  Action: '*',
  Resource: '*',
  ...more,
});
const no = (more: PolicyJson): PolicyJson => all({ Effect: 'Deny', ...more });

/** `principal` or `resource` if a request with a foreign one is allowed; otherwise the status. */
function verdict(document: unknown, own: Own): string {
  const found = endpointOpenness(document, asks(own));
  return found.status === 'open' ? found.foreign : found.status;
}

describe('the endpoint policy for an endpoint that had none', () => {
  it.each<[string, Own, Own, string]>([
    ['of an account, for the account', alone, alone, 'closed'],
    ['of an account, for an organization', alone, member, 'closed'],
    ['of an organization, for the account alone', member, alone, 'principal'],
    ['of an organization, for the organization', member, member, 'closed'],
  ])('%s', (_, written, own, expected) => {
    expect(verdict(ownEndpointPolicy(written, 'aws'), own)).toBe(expected);
  });

  it('refuses none of our own requests that full access allows', () => {
    expect(endpointLockout(policy(all()), ownEndpointPolicy(alone, 'aws'), asks(alone))).toEqual({
      status: 'none',
    });
  });
});

const custom: readonly (readonly [name: string, document: unknown])[] = [
  ['the default full access', policy(all())],
  ['two actions', policy(all({ Action: ['sagemaker:CreateApp', 'sagemaker:InvokeEndpoint'] }))],
  ['a Deny of its own', policy(all(), no({ Action: 'sagemaker:Delete*' }))],
  [
    'one endpoint of the account',
    policy(all({ Resource: `arn:aws:sagemaker:us-east-1:${account}:endpoint/churn` })),
  ],
  ['an old document without a version', { Statement: all() }],
  [
    'Sids that are taken',
    policy(all({ Sid: 'OnlyOwnPrincipals' }), no({ Sid: 'OnlyOwnResources', Action: 'sagemaker:AddTags' })),
  ],
  [
    'the organization',
    policy(
      all({
        Condition: {
          StringEquals: { 'aws:PrincipalOrgID': organization, 'aws:ResourceOrgID': organization },
        },
      }),
    ),
  ],
];

describe('an endpoint policy with the Denies added', () => {
  it.each(
    custom.flatMap(([name, document]) => [
      [name, 'alone', alone, document] as const,
      [name, 'in an organization', member, document] as const,
    ]),
  )('%s, %s: is closed, and refuses none of our own requests', (_, __, own, document) => {
    const after = narrowedEndpointPolicy(JSON.stringify(document), own, 'aws') ?? '';
    expect(verdict(after, own)).toBe('closed');
    expect(endpointLockout(document, after, asks(own))).toEqual({ status: 'none' });
    const { Statement } = JSON.parse(after) as { Statement: readonly { Sid?: string }[] };
    const sids = Statement.flatMap(({ Sid }) => Sid ?? []);
    expect(new Set(sids).size).toBe(sids.length);
  });

  it('is undefined for a document that cannot be understood', () => {
    expect(narrowedEndpointPolicy('everybody', alone, 'aws')).toBeUndefined();
    expect(narrowedEndpointPolicy('[]', alone, 'aws')).toBeUndefined();
  });
});

const { seed, runs } = seeded('endpoint policies with Denies', 75);

describe('random endpoint policies against the naive evaluator', () => {
  it('are closed by the Denies, which refuse none of our own requests and allow no others', () => {
    checkProperty(
      fc.property(policies, owns, (document, own) => {
        const text = narrowedEndpointPolicy(JSON.stringify(document), own, 'aws') ?? '';
        const after = JSON.parse(text) as { Statement: PolicyJson[] };
        expect(['closed', 'unknown']).toContain(endpointOpenness(after, asks(own)).status);
        const lost = endpointLockout(document, after, asks(own)).status;
        expect(['none', 'unknown']).toContain(lost);
        for (const request of requests) {
          const { principal: who, resource } = foreignness(request, own);
          expect(lets(after, request)).toBe(!who && !resource && lets(document, request));
        }
      }),
      seed,
      runs,
    );
  });
});

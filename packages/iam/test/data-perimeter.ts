import type { Own } from '../src';
import { allow, deny, type PolicyJson, policy } from './build';

// Endpoint policies that keep out what is not one's own, written as in AWS's samples of data perimeters.

/** By `aws:PrincipalAccount` or `aws:ResourceAccount`, and in an organization by `…OrgID` too. */
function keysOf(side: 'Principal' | 'Resource', { accounts, organization }: Own): readonly PolicyJson[] {
  const byAccount = { [`aws:${side}Account`]: accounts.length === 1 ? accounts[0] : accounts };
  return organization === null ? [byAccount] : [byAccount, { [`aws:${side}OrgID`]: organization }];
}

const arnsOf = ({ accounts }: Own) => [...accounts, 'aws'].map((account) => `arn:aws:*:*:${account}:*`);

/** Allows only calls of one's own principals, on one's own resources or on what AWS offers to everybody. */
export function ownOnly(own: Own): PolicyJson {
  const everybody = (more: PolicyJson) => allow({ Principal: '*', ...more });
  const statements = keysOf('Principal', own).flatMap((principal) => [
    everybody({ Resource: arnsOf(own), Condition: { StringEquals: principal } }),
    ...keysOf('Resource', own).map((resource) =>
      everybody({ Condition: { StringEquals: { ...principal, ...resource } } }),
    ),
  ]);
  const services = everybody({ Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } });
  return policy(...statements, services);
}

/** A policy with two Denies added: of foreign principals, and of foreign resources. */
export function narrowed(document: { readonly Statement: unknown }, own: Own): PolicyJson {
  const denied = (side: 'Principal' | 'Resource', more: PolicyJson = {}) =>
    deny({
      Principal: '*',
      ...more,
      Condition: {
        StringNotEquals: Object.assign({}, ...keysOf(side, own)) as PolicyJson,
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    });
  return {
    ...document,
    Statement: [
      document.Statement,
      denied('Principal'),
      denied('Resource', { NotResource: arnsOf(own) }),
    ].flat(),
  };
}

import { describe, expect, it } from '@jest/globals';
import { gather } from '../../adapters/aws/fixtures/gathering';
import { smallAccount } from '../../adapters/aws/fixtures/small-account';
import type { ResourceRef, ResourceType } from '../../core/model/resource';
import { readStatement } from '../../infra/generate/reads';
import { rules } from '../../rules/registry';

/** A resource of each type in the small account. */
const ids: Readonly<Record<ResourceType, readonly string[]>> = {
  'AWS::SageMaker::NotebookInstance': ['churn'],
  'AWS::SageMaker::Domain': ['d-1'],
  'AWS::EC2::VPCEndpoint': ['vpce-1'],
  'AWS::EC2::VPC': ['vpc-1'],
  'AWS::EC2::SecurityGroup': ['sg-1'],
  'AWS::EC2::RouteTable': ['rtb-1', 'rtbassoc-1'],
  'AWS::EC2::NatGateway': ['nat-1'],
  'AWS::IAM::User': ['u'],
  'AWS::IAM::Role': ['r'],
  'AWS::IAM::Group': ['g'],
  'AWS::IAM::Policy': ['arn:aws:iam::111122223333:policy/p'],
  'AWS::Account': ['111122223333'],
};

const asked = rules.flatMap((rule) => {
  const types = [...rule.meta.resourceTypes, ...rule.meta.triggeredBy];
  const refs = types.flatMap((type) => ids[type].map((id): ResourceRef => ({ type, id })));
  return [
    { rule, name: `${rule.meta.id} about the account`, scope: 'account' as const },
    ...refs.map((ref) => ({ rule, name: `${rule.meta.id} about ${ref.id}`, scope: [ref] })),
  ];
});

describe('the permission to read', () => {
  // Finding the VPC of a resource must also need no other calls than those of the rule's slices.
  it.each(asked)('covers every call that is made for $name', async ({ rule, scope }) => {
    const { calls } = await gather(smallAccount, rule.reads(scope));
    expect(Object.keys(calls)).not.toEqual([]);
    const { Action } = readStatement([rule]);
    expect(Object.keys(calls).filter((call) => !Action.includes(call))).toEqual([]);
  });

  it.each(rules.map((rule) => [rule.meta.id, rule] as const))('%s reads what it needs', (_, rule) => {
    expect(Object.keys(rule.reads('account')).toSorted()).toEqual(rule.needs.toSorted());
  });
});

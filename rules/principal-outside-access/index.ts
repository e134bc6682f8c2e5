import { defineRule } from '../../core/define-rule';
import type { Calls } from './attach';
import { effect, type PrincipalClients } from './effect';
import { type Evidence, evaluate } from './evaluate';
import { plan } from './plan';
import { type Subject, subjects } from './subjects';

export const principalOutsideAccess = defineRule<Subject, Evidence, Calls, PrincipalClients>({
  meta: {
    id: 'principal-outside-access',
    title: 'Principal can reach SageMaker from outside the VPC',
    severity: 'high',
    resourceTypes: ['AWS::IAM::User', 'AWS::IAM::Role'],
    triggeredBy: ['AWS::IAM::Group', 'AWS::IAM::Policy'],
    why: 'An interface endpoint does not keep anybody out: whoever holds these permissions, or a stolen key of theirs, opens notebooks and Studio from any network on earth, unless IAM itself demands the approved one.',
    recommendation:
      'Attach the guardrail policy that the plan shows, or add its conditions to every policy that allows the protected actions. Console access to notebooks and Studio ends with it; people use presigned URLs from inside the network.',
    standards: ['NIST.800-53.r5 AC-3', 'NIST.800-53.r5 AC-4', 'NIST.800-53.r5 AC-17', 'NIST.800-53.r5 SC-7'],
    reversible: true,
    disruptive: true,
    defaultMode: 'ticket',
    calls: [
      'iam:CreatePolicy',
      'iam:CreatePolicyVersion',
      'iam:DeletePolicyVersion',
      'iam:AttachUserPolicy',
      'iam:AttachRolePolicy',
      'iam:DetachUserPolicy',
      'iam:DetachRolePolicy',
      'iam:PutUserPolicy',
      'iam:PutRolePolicy',
      'iam:DeleteUserPolicy',
      'iam:DeleteRolePolicy',
    ],
  },
  needs: ['principals', 'endpoints', 'organizationPolicies'],
  subjectSlice: 'principals',
  subjects,
  reads: () => ({ principals: 'all', endpoints: 'all', organizationPolicies: 'all' }),
  concerns: ({ principal }, ref, snapshot) => {
    const { detail } = principal;
    const groups = 'UserName' in detail ? (detail.GroupList ?? []) : [];
    if (ref.type === 'AWS::IAM::Group') return groups.includes(ref.id);
    if (ref.type !== 'AWS::IAM::Policy') return false;
    const reading = snapshot.read('principals');
    const inherited =
      reading.status === 'read'
        ? reading.value.GroupDetailList.filter(({ GroupName }) => groups.includes(GroupName))
        : [];
    return (
      detail.PermissionsBoundary?.PermissionsBoundaryArn === ref.id ||
      [detail, ...inherited].some(({ AttachedManagedPolicies }) =>
        AttachedManagedPolicies?.some(({ PolicyArn }) => PolicyArn === ref.id),
      )
    );
  },
  evaluate,
  plan,
  image: ({ principal }) => principal.detail,
  effect,
});

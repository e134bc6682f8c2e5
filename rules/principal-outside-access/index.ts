import { defineRule } from '../../core/model/define-rule';
import type { AttachCalls } from '../../core/guardrail/attach';
import { guardrailName } from '../../core/guardrail/policy';
import { isBoundBy, type Subject, principalSubjects } from '../../core/principals/subjects';
import { calls } from './calls';
import { type Evidence, evaluate } from './evaluate';
import { explain } from './explain';
import { plan } from './plan';

export const principalOutsideAccess = defineRule<Subject, Evidence, AttachCalls>({
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
  },
  needs: ['principals', 'endpoints', 'organizationPolicies'],
  subjectSlice: 'principals',
  subjects: principalSubjects,
  reads: () => ({ principals: 'all', endpoints: 'all', organizationPolicies: 'all' }),
  concerns: isBoundBy,
  evaluate,
  plan,
  image: ({ principal }) => principal.detail,
  explain,
  marks: { policy: guardrailName },
  calls,
});

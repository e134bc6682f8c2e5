import { defineRule } from '../../core/model/define-rule';
import type { AttachCalls } from '../../core/guardrail/attach';
import { calls } from './calls';
import { type Evidence, evaluate } from './evaluate';
import { plan } from './plan';
import { tamperGuardName } from './account-context';
import { type TamperSubject, subjects } from './subjects';
import { isBoundBy } from '../../core/principals/subjects';

export const principalGuardrailTamper = defineRule<TamperSubject, Evidence, AttachCalls>({
  meta: {
    id: 'principal-guardrail-tamper',
    title: 'Principal could remove the guardrail or stop Palisade',
    severity: 'high',
    resourceTypes: ['AWS::IAM::User', 'AWS::IAM::Role'],
    triggeredBy: ['AWS::IAM::Group', 'AWS::IAM::Policy'],
    why: 'A guardrail holds only those who cannot take it off. Whoever can detach or rewrite it, lift the boundary that keeps them inside, or change what enforces both, is kept inside by good will alone.',
    recommendation:
      'Attach the guard that the plan shows, or take the permissions away. List those who administer or deploy Palisade in protectedPrincipals, or exempt them with a reason.',
    standards: ['NIST.800-53.r5 AC-3', 'NIST.800-53.r5 AC-6', 'NIST.800-53.r5 CM-5', 'NIST.800-53.r5 SI-7'],
    reversible: true,
    disruptive: true,
    defaultMode: 'ticket',
  },
  needs: ['principals', 'endpoints', 'organizationPolicies'],
  subjectSlice: 'principals',
  subjects,
  reads: () => ({ principals: 'all', endpoints: 'all', organizationPolicies: 'all' }),
  concerns: isBoundBy,
  evaluate,
  plan,
  image: ({ principal }) => principal.detail,
  marks: { policy: tamperGuardName },
  calls,
});

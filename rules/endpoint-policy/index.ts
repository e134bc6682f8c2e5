import { defineRule } from '../../core/model/define-rule';
import { endpointSubjects } from '../../core/endpoints/subjects';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import { calls } from './calls';
import { evaluate, type Evidence } from './evaluate';
import { type Calls, plan } from './plan';

export const endpointPolicy = defineRule<VpcEndpoint, Evidence, Calls>({
  meta: {
    id: 'endpoint-policy',
    title: 'SageMaker VPC endpoint lets other accounts through',
    severity: 'medium',
    resourceTypes: ['AWS::EC2::VPCEndpoint'],
    triggeredBy: [],
    why: 'With the default policy anybody in the VPC can bring credentials of another account and take data out through the endpoint into that account, or reach resources of other accounts with your own: no public route is needed for it, so no firewall sees it.',
    recommendation:
      'Write an endpoint policy that allows your own principals on your own resources only, with every action, so that CreateApp and the other calls of Studio keep working.',
    standards: [
      'NIST.800-53.r5 AC-3',
      'NIST.800-53.r5 AC-4',
      'NIST.800-53.r5 AC-6',
      'NIST.800-53.r5 SC-7',
      'NIST.800-53.r5 SC-7(10)',
      'ISO 27001:2022 A.8.12',
      'ISO 27001:2022 A.8.20',
    ],
    reversible: true,
    disruptive: true,
    defaultMode: 'ticket',
  },
  needs: ['endpoints', 'endpointServices'],
  subjectSlice: 'endpoints',
  subjects: endpointSubjects,
  reads: () => ({ endpoints: 'all', endpointServices: 'all' }),
  evaluate,
  plan,
  // The policy is parsed, because AWS may return the same policy with other white space. The state is left out,
  // because it changes by itself after a change.
  image: ({ VpcEndpointId, PolicyDocument }) => ({ VpcEndpointId, PolicyDocument: parsed(PolicyDocument) }),
  calls,
});

function parsed(document: string | undefined): unknown {
  try {
    return JSON.parse(document ?? 'null');
  } catch {
    return document;
  }
}

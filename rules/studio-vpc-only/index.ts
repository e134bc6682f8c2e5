import { defineRule } from '../../core/model/define-rule';
import { named } from '../../core/model/selectors';
import type { Domain } from '../../core/slices/domains';
import { calls } from './calls';
import { type Evidence, evaluate } from './evaluate';
import { type Calls, finish, plan } from './plan';
import { subjects } from './subjects';

export const studioVpcOnly = defineRule<Domain, Evidence, Calls>({
  meta: {
    id: 'studio-vpc-only',
    title: 'Studio domain does not keep its traffic in your VPC',
    severity: 'high',
    resourceTypes: ['AWS::SageMaker::Domain'],
    triggeredBy: [],
    why: 'In the default network mode the apps of a Studio domain reach the internet through a network of SageMaker instead of your VPC: no security group, route table, endpoint policy or flow log of yours sees that traffic, and code or a person in Studio can carry data out.',
    recommendation:
      'Have all apps of the domain deleted, then set AppNetworkAccessType to VpcOnly, with private subnets and security groups. Apps then need a NAT gateway or interface endpoints for what they use.',
    standards: [
      'NIST.800-53.r5 AC-4',
      'NIST.800-53.r5 AC-4(21)',
      'NIST.800-53.r5 SC-7',
      'NIST.800-53.r5 SC-7(3)',
      'NIST.800-53.r5 SC-7(4)',
      'NIST.800-53.r5 SC-7(9)',
      'ISO 27001:2022 A.8.20',
      'ISO 27001:2022 A.8.21',
      'ISO 27001:2022 A.8.22',
      'AWS Config sagemaker-domain-in-vpc',
    ],
    reversible: true,
    disruptive: true,
    defaultMode: 'ticket',
  },
  needs: ['domains', 'apps'],
  subjectSlice: 'domains',
  subjects,
  reads: (refs) => {
    const domains = named('AWS::SageMaker::Domain', refs);
    return { domains, apps: domains };
  },
  evaluate,
  plan,
  finish,
  calls,
});

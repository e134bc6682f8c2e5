import { defineRule } from '../../core/model/define-rule';
import { endpointSubjects } from '../../core/endpoints/subjects';
import { inVpcsOf } from '../../core/model/selectors';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import { calls } from './calls';
import { evaluate, type Evidence, usersOf } from './evaluate';
import { type Calls, plan } from './plan';

export const endpointSubnets = defineRule<VpcEndpoint, Evidence, Calls>({
  meta: {
    id: 'endpoint-subnets',
    title: 'SageMaker VPC endpoint does not cover the Availability Zones of its consumers',
    severity: 'medium',
    resourceTypes: ['AWS::EC2::VPCEndpoint'],
    triggeredBy: ['AWS::SageMaker::NotebookInstance', 'AWS::SageMaker::Domain'],
    why: 'Calls from a zone without an interface of the endpoint cross to another zone: they cost more, are slower, and fail when that zone fails, which then cuts all notebooks and Studio apps off from SageMaker.',
    recommendation:
      'Add one private subnet of each Availability Zone in which notebooks or domains are, and in which AWS offers the service.',
    standards: [
      'NIST.800-53.r5 CP-10',
      'NIST.800-53.r5 SC-5(2)',
      'NIST.800-53.r5 SC-7',
      'NIST.800-53.r5 SI-13(5)',
      'ISO 27001:2022 A.8.14',
      'ISO 27001:2022 A.8.20',
    ],
    reversible: true,
    disruptive: false,
    // It is not disruptive, but it costs money.
    defaultMode: 'ticket',
  },
  needs: [
    'endpoints',
    'notebooks',
    'domains',
    'subnets',
    'endpointServices',
    'routeTables',
    'networkInterfaces',
  ],
  subjectSlice: 'endpoints',
  subjects: endpointSubjects,
  // Every notebook and domain is read, because any of them may be in the VPC.
  reads: (refs) => ({
    endpoints: 'all',
    notebooks: 'all',
    domains: 'all',
    subnets: 'all',
    endpointServices: 'all',
    routeTables: inVpcsOf(refs),
    networkInterfaces: inVpcsOf(refs),
  }),
  concerns: (endpoint, { type, id }, snapshot) =>
    usersOf(endpoint, snapshot).known.some(
      (one) =>
        one.id === id &&
        type === (one.kind === 'notebook' ? 'AWS::SageMaker::NotebookInstance' : 'AWS::SageMaker::Domain'),
    ),
  evaluate: (endpoint, snapshot) => evaluate(endpoint, snapshot),
  plan: (endpoint, evidence, snapshot) => plan(endpoint, evidence, snapshot),
  image: ({ VpcEndpointId, SubnetIds = [] }) => ({ VpcEndpointId, SubnetIds: SubnetIds.toSorted() }),
  calls,
});

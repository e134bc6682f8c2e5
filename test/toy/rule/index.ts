import { defineRule } from '../../core/model/define-rule';
import { endpointSubjects } from '../../core/endpoints/subjects';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import { calls } from './calls';
import { type Evidence, evaluate } from './evaluate';
import { options } from './options';
import { type Calls, plan } from './plan';

export const endpointConfidentiality = defineRule<VpcEndpoint, Evidence, Calls, typeof options>({
  meta: {
    id: 'endpoint-confidentiality',
    title: 'SageMaker VPC endpoint is tagged as open to the public',
    severity: 'low',
    resourceTypes: ['AWS::EC2::VPCEndpoint'],
    triggeredBy: [],
    why: 'Inventories and firewalls go by the tag: an endpoint that is tagged as public is let through to everybody.',
    recommendation: 'Set the tag confidentiality of the endpoint to what is agreed in the company.',
    standards: ['NIST.800-53.r5 AC-16'],
    reversible: true,
    disruptive: false,
    defaultMode: 'ticket',
  },
  needs: ['endpoints'],
  options,
  events: [
    {
      source: 'ec2.amazonaws.com',
      names: ['CreateTags', 'DeleteTags'],
      resource: {
        type: 'AWS::EC2::VPCEndpoint',
        in: 'requestParameters',
        at: ['resourcesSet', 'items', 'resourceId'],
        like: 'vpce-*',
      },
    },
  ],
  subjectSlice: 'endpoints',
  subjects: endpointSubjects,
  reads: () => ({ endpoints: 'all' }),
  evaluate,
  plan,
  image: ({ VpcEndpointId, Tags = [] }) => ({ VpcEndpointId, Tags }),
  calls,
});

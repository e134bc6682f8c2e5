import { defineRule } from '../../core/model/define-rule';
import { endpointSubjects } from '../../core/endpoints/subjects';
import { vpcOfRef } from '../../core/network/nearby';
import { inVpcsOf, near } from '../../core/model/selectors';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { SecurityGroup } from '../../core/slices/security-groups';
import type { Snapshot } from '../../core/model/snapshot';
import { calls } from './calls';
import { type Evidence, evaluate } from './evaluate';
import { plan } from './plan';
import type { Calls } from './steps';

export const endpointSecurityGroup = defineRule<VpcEndpoint, Evidence, Calls>({
  meta: {
    id: 'endpoint-security-group',
    title: 'Security groups of a SageMaker VPC endpoint keep consumers out, or let the world in',
    severity: 'high',
    resourceTypes: ['AWS::EC2::VPCEndpoint'],
    triggeredBy: ['AWS::EC2::SecurityGroup'],
    why: 'An endpoint that a notebook or Studio cannot reach is no private path: their calls fail, or go over the internet. One that admits every address can be used from every network that is ever connected to the VPC.',
    recommendation:
      "Allow TCP 443 in the endpoint's security group from the security groups of the notebooks and domains in the VPC, and from nothing wider than your networks.",
    standards: [
      'NIST.800-53.r5 AC-4',
      'NIST.800-53.r5 AC-4(21)',
      'NIST.800-53.r5 SC-7',
      'NIST.800-53.r5 SC-7(5)',
      'NIST.800-53.r5 SC-7(11)',
      'ISO 27001:2022 A.8.20',
      'ISO 27001:2022 A.8.22',
    ],
    reversible: true,
    disruptive: false,
    defaultMode: 'ticket',
  },
  needs: [
    'endpoints',
    'notebooks',
    'domains',
    'vpcs',
    'subnets',
    'securityGroups',
    'prefixLists',
    'networkInterfaces',
  ],
  subjectSlice: 'endpoints',
  subjects: endpointSubjects,
  reads: (refs) => ({
    endpoints: 'all',
    notebooks: near(refs),
    domains: near(refs),
    vpcs: inVpcsOf(refs),
    // All subnets are read, because only its subnet shows which VPC a consumer is in.
    subnets: 'all',
    securityGroups: inVpcsOf(refs),
    prefixLists: 'all',
    networkInterfaces: inVpcsOf(refs),
  }),
  concerns: (endpoint, ref, snapshot) =>
    ref.type === 'AWS::EC2::SecurityGroup' && vpcOfRef(ref, snapshot) === endpoint.VpcId,
  evaluate,
  plan,
  // Without the endpoint's state, which changes by itself.
  image: (endpoint, snapshot) => ({
    VpcEndpointId: endpoint.VpcEndpointId,
    Groups: endpoint.Groups,
    groups: groupsAround(endpoint, snapshot),
  }),
  calls,
});

/** The groups with rules that undo restores and compares: all in the endpoint's VPC that a step may have changed. */
function groupsAround({ VpcId, Groups = [] }: VpcEndpoint, snapshot: Snapshot): readonly SecurityGroup[] {
  const groups = snapshot.read('securityGroups');
  const domains = snapshot.read('domains');
  const ofDomains = (domains.status === 'read' ? domains.value.items : [])
    .filter((domain) => domain.VpcId === VpcId)
    .flatMap(({ DefaultUserSettings, DefaultSpaceSettings }) => [
      ...(DefaultUserSettings?.SecurityGroups ?? []),
      ...(DefaultSpaceSettings?.SecurityGroups ?? []),
    ]);
  const ids = new Set([...Groups.map(({ GroupId }) => GroupId), ...ofDomains]);
  return (groups.status === 'read' ? groups.value : []).filter(({ GroupId }) => ids.has(GroupId));
}

import { defineRule } from '../../core/model/define-rule';
import { endpointSubjects } from '../../core/endpoints/subjects';
import { dnsAttributesOf } from '../../core/network/of-vpc';
import { sameService } from '../../core/model/sagemaker-services';
import { inVpcsOf, near } from '../../core/model/selectors';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';
import { calls } from './calls';
import { type Evidence, evaluate } from './evaluate';
import { type Calls, plan } from './plan';

export const endpointPrivateDns = defineRule<VpcEndpoint, Evidence, Calls>({
  meta: {
    id: 'endpoint-private-dns',
    title: 'SageMaker VPC endpoint does not serve the private DNS name',
    severity: 'high',
    resourceTypes: ['AWS::EC2::VPCEndpoint'],
    triggeredBy: ['AWS::EC2::VPC'],
    why: 'Without private DNS the SDK, the CLI and the console resolve the SageMaker name to public addresses: traffic that is believed to stay in the VPC leaves through NAT or the internet, or fails where there is no route out.',
    recommendation:
      'Turn on enableDnsSupport and enableDnsHostnames of the VPC, then private DNS of the endpoint; or associate a private hosted zone for the name with the VPC (central endpoints).',
    standards: [
      'NIST.800-53.r5 AC-4',
      'NIST.800-53.r5 SC-7',
      'NIST.800-53.r5 SC-7(3)',
      'NIST.800-53.r5 SC-7(4)',
      'NIST.800-53.r5 SC-7(9)',
      'ISO 27001:2022 A.8.20',
      'ISO 27001:2022 A.8.22',
    ],
    reversible: true,
    disruptive: true,
    defaultMode: 'ticket',
  },
  needs: [
    'endpoints',
    'endpointServices',
    'vpcAttributes',
    'hostedZones',
    'zoneRecords',
    'resolverRules',
    'route53Profiles',
    'dhcpOptions',
    'vpcs',
    'notebooks',
    'domains',
    'networkInterfaces',
    'subnets',
    'securityGroups',
    'prefixLists',
  ],
  subjectSlice: 'endpoints',
  subjects: endpointSubjects,
  // All endpoints are read, because another one of the VPC may hold the name; the rest only for the VPCs concerned.
  reads: (refs) => ({
    endpoints: 'all',
    endpointServices: 'all',
    vpcAttributes: inVpcsOf(refs),
    hostedZones: inVpcsOf(refs),
    zoneRecords: inVpcsOf(refs),
    resolverRules: inVpcsOf(refs),
    route53Profiles: inVpcsOf(refs),
    dhcpOptions: 'all',
    vpcs: inVpcsOf(refs),
    // Whom a plan would cut off: only the verdict about the name needs the rest.
    notebooks: near(refs),
    domains: near(refs),
    networkInterfaces: inVpcsOf(refs),
    // All, because only its subnet shows which VPC a notebook is in.
    subnets: 'all',
    securityGroups: inVpcsOf(refs),
    prefixLists: 'all',
  }),
  concerns: (endpoint, ref, snapshot) =>
    (ref.type === 'AWS::EC2::VPC' && ref.id === endpoint.VpcId) || isSibling(endpoint, ref.id, snapshot),
  evaluate,
  plan,
  image: (endpoint, snapshot) => {
    const attributes = dnsAttributesOf(snapshot, endpoint.VpcId);
    return {
      // Without its state, which changes by itself after a change.
      VpcEndpointId: endpoint.VpcEndpointId,
      PrivateDnsEnabled: endpoint.PrivateDnsEnabled === true,
      attributes: attributes.status === 'read' ? attributes.value : undefined,
    };
  },
  calls,
});

/** A change to one endpoint of a service concerns the others of that service in the VPC: only one can hold the name. */
function isSibling(endpoint: VpcEndpoint, id: string, snapshot: Snapshot): boolean {
  const reading = snapshot.read('endpoints');
  if (reading.status === 'unreadable') return false;
  const changed = reading.value.find((other) => other.VpcEndpointId === id);
  return changed?.VpcId === endpoint.VpcId && sameService(changed.ServiceName, endpoint.ServiceName);
}

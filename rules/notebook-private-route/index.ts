import { defineRule } from '../../core/model/define-rule';
import { isLostAssociation, vpcOfRef } from '../../core/network/nearby';
import { notebookSubjects } from '../../core/notebooks/subjects';
import {
  inVpcsOf,
  inVpcsOfAndHosts,
  type Named,
  named,
  type Near,
  near,
  union,
} from '../../core/model/selectors';
import type { NotebookInstance } from '../../core/slices/notebooks';
import type { Snapshot } from '../../core/model/snapshot';
import { calls } from './calls';
import { type Evidence, evaluate } from './evaluate';
import { options } from './options';
import { type Calls, plan } from './plan';

export const notebookPrivateRoute = defineRule<NotebookInstance, Evidence, Calls, typeof options>({
  meta: {
    id: 'notebook-private-route',
    title: 'Notebook instance has no working private path to SageMaker',
    severity: 'medium',
    resourceTypes: ['AWS::SageMaker::NotebookInstance'],
    triggeredBy: [
      'AWS::EC2::SecurityGroup',
      'AWS::EC2::RouteTable',
      'AWS::EC2::NatGateway',
      'AWS::EC2::VPCEndpoint',
      'AWS::EC2::VPC',
    ],
    why: 'A notebook without direct internet access can train and predict only over the VPC. Without a working path its calls hang, and the usual quick fix is to turn the internet on again.',
    recommendation:
      'Create interface endpoints for the SageMaker API and runtime with private DNS in its VPC, and allow TCP 443 from its security group to theirs; or route it through a NAT gateway.',
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
    'notebooks',
    'endpoints',
    'vpcAttributes',
    'hostedZones',
    'zoneRecords',
    'resolverRules',
    'route53Profiles',
    'dhcpOptions',
    'vpcs',
    'subnets',
    'routeTables',
    'securityGroups',
    'natGateways',
    'blockPublicAccess',
    'encryptionControls',
    'prefixLists',
  ],
  options,
  subjectSlice: 'notebooks',
  subjects: notebookSubjects,
  reads: (refs) => ({
    notebooks: union<Named<'AWS::SageMaker::NotebookInstance'> | Near>(
      named('AWS::SageMaker::NotebookInstance', refs),
      near(refs),
    ),
    endpoints: 'all',
    vpcAttributes: inVpcsOf(refs),
    hostedZones: inVpcsOf(refs),
    zoneRecords: inVpcsOf(refs),
    resolverRules: inVpcsOf(refs),
    route53Profiles: inVpcsOf(refs),
    dhcpOptions: 'all',
    vpcs: inVpcsOf(refs),
    subnets: inVpcsOfAndHosts(refs),
    routeTables: inVpcsOfAndHosts(refs),
    securityGroups: inVpcsOfAndHosts(refs),
    natGateways: inVpcsOf(refs),
    blockPublicAccess: 'all',
    encryptionControls: 'all',
    prefixLists: 'all',
  }),
  concerns: (notebook, ref, snapshot) => {
    const vpcId = vpcOf(notebook, snapshot);
    if (vpcId === undefined) return false;
    if (isLostAssociation(ref)) return hasRouteTables(vpcId, snapshot);
    return vpcOfRef(ref, snapshot) === vpcId;
  },
  evaluate,
  plan,
  image: (notebook, snapshot) => {
    const groups = snapshot.read('securityGroups');
    const own = notebook.SecurityGroups ?? [];
    const { NotebookInstanceName, SubnetId, SecurityGroups } = notebook;
    return {
      // Without the fields that other rules change.
      notebook: { NotebookInstanceName, SubnetId, SecurityGroups },
      groups: groups.status === 'read' ? groups.value.filter(({ GroupId }) => own.includes(GroupId)) : [],
    };
  },
  calls,
});

function vpcOf({ SubnetId }: NotebookInstance, snapshot: Snapshot): string | undefined {
  const subnets = snapshot.read('subnets');
  if (subnets.status === 'unreadable') return undefined;
  return subnets.value.find((one) => one.SubnetId === SubnetId)?.VpcId;
}

/** Whether this pass has read the route tables of the VPC. */
function hasRouteTables(vpcId: string, snapshot: Snapshot): boolean {
  const tables = snapshot.read('routeTables');
  return tables.status === 'read' && tables.value.some((table) => table.VpcId === vpcId);
}

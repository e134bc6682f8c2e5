import { defineRule } from '../../core/model/define-rule';
import { consumersOf } from '../../core/network/consumers';
import { networkOf } from '../../core/network/network';
import { isAlive, sageMakerEndpoints } from '../../core/enforcement/perimeter';
import { arnOf, type ResourceRef } from '../../core/model/resource';
import { inVpcsOf } from '../../core/model/selectors';
import type { SubjectOf } from '../../core/model/rule';
import { unnamed } from '../../core/slices/records';
import type { Vpc } from '../../core/slices/vpcs';
import type { Snapshot } from '../../core/model/snapshot';
import type { Calls } from './inputs';
import { calls } from './calls';
import { madeHere } from './tags';
import { evaluate, type Evidence } from './evaluate';
import { plan } from './plan';

export const endpointRequired = defineRule<Vpc, Evidence, Calls>({
  meta: {
    id: 'endpoint-required',
    title: 'VPC with SageMaker in it lacks a SageMaker endpoint',
    severity: 'high',
    resourceTypes: ['AWS::EC2::VPC'],
    triggeredBy: ['AWS::SageMaker::NotebookInstance', 'AWS::SageMaker::Domain', 'AWS::EC2::VPCEndpoint'],
    why: 'Without an interface endpoint the calls of notebooks and Studio leave the VPC for public addresses, or fail where nothing leads there; and IAM conditions on the VPC or its endpoints, which keep everybody else out, then keep your own users out as well.',
    recommendation:
      'Create the missing interface endpoints with private DNS in one subnet of each Availability Zone that notebooks and domains use, or associate the private hosted zone of a central endpoint VPC.',
    standards: [
      'NIST.800-53.r5 AC-4',
      'NIST.800-53.r5 AC-4(21)',
      'NIST.800-53.r5 SC-7',
      'NIST.800-53.r5 SC-7(3)',
      'NIST.800-53.r5 SC-7(4)',
      'NIST.800-53.r5 SC-7(21)',
      'ISO 27001:2022 A.8.20',
      'ISO 27001:2022 A.8.22',
    ],
    reversible: true,
    disruptive: true,
    defaultMode: 'ticket',
  },
  needs: [
    'vpcs',
    'notebooks',
    'domains',
    'subnets',
    'endpoints',
    'endpointServices',
    'hostedZones',
    'zoneRecords',
    'resolverRules',
    'route53Profiles',
    'dhcpOptions',
    'vpcAttributes',
    'securityGroups',
    'routeTables',
    'prefixLists',
    'networkInterfaces',
  ],
  subjectSlice: 'vpcs',
  subjects,
  // Every notebook and domain is read, because any of them may be in the VPC; the rest only for the VPCs concerned.
  reads: (refs) => ({
    vpcs: inVpcsOf(refs),
    notebooks: 'all',
    domains: 'all',
    subnets: 'all',
    endpoints: 'all',
    endpointServices: 'all',
    hostedZones: inVpcsOf(refs),
    zoneRecords: inVpcsOf(refs),
    resolverRules: inVpcsOf(refs),
    route53Profiles: inVpcsOf(refs),
    dhcpOptions: 'all',
    vpcAttributes: inVpcsOf(refs),
    securityGroups: inVpcsOf(refs),
    routeTables: inVpcsOf(refs),
    prefixLists: 'all',
    networkInterfaces: inVpcsOf(refs),
  }),
  concerns: ({ VpcId }, ref, snapshot) => isIn(VpcId, ref, snapshot),
  evaluate,
  plan,
  // Only which endpoints exist: their configuration is checked by other rules.
  image: ({ VpcId }, snapshot) => {
    const endpoints = snapshot.read('endpoints');
    const here =
      endpoints.status === 'read'
        ? sageMakerEndpoints(endpoints.value).filter((one) => one.VpcId === VpcId && isAlive(one))
        : [];
    return here.map(({ VpcEndpointId, ServiceName }) => `${ServiceName} ${VpcEndpointId}`).sort();
  },
  marks: { tag: madeHere },
  calls,
});

/** The VPCs that were read, and those that subnets, endpoints and domains name without a record of their own. */
function subjects(snapshot: Snapshot): readonly SubjectOf<Vpc>[] {
  const reading = snapshot.read('vpcs');
  if (reading.status === 'unreadable') return [];
  const { place } = snapshot;
  const found = reading.value.map((vpc): SubjectOf<Vpc> => {
    const ref = { type: 'AWS::EC2::VPC', id: vpc.VpcId === '' ? unnamed : vpc.VpcId } as const;
    const resource = { ...ref, arn: arnOf(ref, place, vpc.OwnerId), region: place.region };
    return vpc.VpcId === '' ? { resource, unreadable: 'its record lacks VpcId' } : { resource, subject: vpc };
  });
  const known = new Set(reading.value.map(({ VpcId }) => VpcId));
  // AWS does not list a VPC that is gone, while what was in it may still be listed for a moment.
  const named = reading.fromExport === true ? vpcsNamed(snapshot) : [];
  const unread = named.filter((id) => id !== '' && !known.has(id));
  return [
    ...found,
    ...unread.map((id): SubjectOf<Vpc> => {
      const ref = { type: 'AWS::EC2::VPC', id } as const;
      const resource = { ...ref, arn: arnOf(ref, place), region: place.region };
      return { resource, unreadable: 'its record is not among the vpcs, though others name it' };
    }),
  ];
}

/** The VPCs that subnets, SageMaker endpoints and domains name. */
function vpcsNamed(snapshot: Snapshot): readonly string[] {
  const subnets = snapshot.read('subnets');
  const endpoints = snapshot.read('endpoints');
  const domains = snapshot.read('domains');
  return [
    ...new Set([
      ...(subnets.status === 'read' ? subnets.value.map(({ VpcId }) => VpcId) : []),
      ...(endpoints.status === 'read' ? sageMakerEndpoints(endpoints.value).map(({ VpcId }) => VpcId) : []),
      ...(domains.status === 'read' ? domains.value.items.flatMap(({ VpcId }) => VpcId ?? []) : []),
    ]),
  ].sort();
}

/** Whether a notebook, domain or endpoint is in the VPC. */
function isIn(vpcId: string, { type, id }: ResourceRef, snapshot: Snapshot): boolean {
  if (type === 'AWS::EC2::VPCEndpoint') {
    const endpoints = snapshot.read('endpoints');
    return (
      endpoints.status === 'read' &&
      endpoints.value.some((one) => one.VpcEndpointId === id && one.VpcId === vpcId)
    );
  }
  const kind = type === 'AWS::SageMaker::NotebookInstance' ? 'notebook' : 'domain';
  if (kind === 'domain' && type !== 'AWS::SageMaker::Domain') return false;
  return consumersOf(snapshot, networkOf(snapshot)).known.some(
    (one) => one.kind === kind && one.id === id && one.vpcId === vpcId,
  );
}

import { describe, expect, it } from '@jest/globals';
import { routedEvents } from '../../adapters/triggers/cloudtrail-events';
import { recordedCalls } from '../../adapters/triggers/fixtures/recorded-calls';
import { parseMessage } from '../../adapters/triggers/message';
import type { ResourceType } from '../../core/model/resource';
import { type SliceName, sliceNames } from '../../core/slices';
import { rules } from '../../rules/registry';
import { cloudTrailEvent } from '../fakes/events';

// What rules read, and the recorded calls after which they read it again, in step: a new slice has to say here what
// changes it, a new event which slice it changes.

/** The calls that change what a slice holds, or why no call of this account does. */
type Changes = readonly string[] | { readonly none: string };

const of = (service: string, ...names: readonly string[]) => names.map((name) => `${service} ${name}`);
const notebookCalls = ['Create', 'Update', 'Start', 'Stop', 'Delete'].map(
  (verb) => `${verb}NotebookInstance`,
);
const zoneCalls = of(
  'route53',
  'AssociateVPCWithHostedZone',
  'DisassociateVPCFromHostedZone',
  'CreateHostedZone',
  'DeleteHostedZone',
);
const endpointCalls = of('ec2', 'CreateVpcEndpoint', 'ModifyVpcEndpoint', 'DeleteVpcEndpoints');
const resolverCalls = of('route53resolver', 'UpdateResolverRule', 'DeleteResolverRule');

const changes: Readonly<Record<SliceName, Changes>> = {
  notebooks: of('sagemaker', ...notebookCalls),
  domains: of(
    'sagemaker',
    'CreateDomain',
    'UpdateDomain',
    'DeleteDomain',
    'CreateUserProfile',
    'UpdateUserProfile',
    'CreateSpace',
  ),
  apps: of('sagemaker', 'CreateApp', 'DeleteApp'),
  endpoints: endpointCalls,
  endpointServices: { none: 'AWS offers them, and no call of an account changes that' },
  vpcAttributes: of('ec2', 'CreateVpc', 'ModifyVpcAttribute'),
  hostedZones: zoneCalls,
  zoneRecords: [...zoneCalls, ...of('route53', 'ChangeResourceRecordSets')],
  resolverRules: [
    ...resolverCalls,
    ...of('route53resolver', 'AssociateResolverRule', 'DisassociateResolverRule'),
  ],
  route53Profiles: [
    ...of(
      'route53profiles',
      'AssociateProfile',
      'DisassociateProfile',
      'AssociateResourceToProfile',
      'DisassociateResourceFromProfile',
      'UpdateProfileResourceAssociation',
    ),
    // What they bring: records, rules and endpoints.
    ...of('route53', 'ChangeResourceRecordSets'),
    ...resolverCalls,
    ...endpointCalls,
  ],
  dhcpOptions: { none: 'a set never changes: a VPC gets another one, which the slice vpcs has' },
  vpcs: of('ec2', 'CreateVpc', 'AssociateVpcCidrBlock', 'DisassociateVpcCidrBlock', 'AssociateDhcpOptions'),
  subnets: {
    none: 'what verdicts rest on, the VPC, the zone and the ranges of a subnet in use, cannot change',
  },
  routeTables: of(
    'ec2',
    'CreateRoute',
    'ReplaceRoute',
    'DeleteRoute',
    'AssociateRouteTable',
    'DisassociateRouteTable',
    'ReplaceRouteTableAssociation',
    'EnableVgwRoutePropagation',
    'DisableVgwRoutePropagation',
    // A route to a connection is a black hole until it is accepted, and after it has gone. A new one changes nothing.
    'AcceptVpcPeeringConnection',
    'DeleteVpcPeeringConnection',
    'RejectVpcPeeringConnection',
  ),
  securityGroups: of(
    'ec2',
    'AuthorizeSecurityGroupIngress',
    'AuthorizeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
    'RevokeSecurityGroupEgress',
    'ModifySecurityGroupRules',
  ),
  natGateways: of('ec2', 'CreateNatGateway', 'DeleteNatGateway'),
  blockPublicAccess: of(
    'ec2',
    'ModifyVpcBlockPublicAccessOptions',
    'CreateVpcBlockPublicAccessExclusion',
    'ModifyVpcBlockPublicAccessExclusion',
    'DeleteVpcBlockPublicAccessExclusion',
  ),
  encryptionControls: of(
    'ec2',
    'CreateVpcEncryptionControl',
    'ModifyVpcEncryptionControl',
    'DeleteVpcEncryptionControl',
  ),
  networkInterfaces: {
    none: 'no verdict rests on them: they are in evidence and plans, which are made when it looks',
  },
  // A new list is in no route and no group yet.
  prefixLists: of(
    'ec2',
    'ModifyManagedPrefixList',
    'RestoreManagedPrefixListVersion',
    'DeleteManagedPrefixList',
  ),
  principals: recordedCalls.flatMap(([service, name]) => (service === 'iam' ? of(service, name) : [])),
  organizationPolicies: { none: 'the organization keeps them, and a person gives them' },
};

const listed = (slice: SliceName): readonly string[] => {
  const known = changes[slice];
  return 'none' in known ? [] : known;
};

/** What a rule reads although it does not look again after the calls that change it: only the sweep does. */
const onlyTheSweep: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'endpoint-required': {
    securityGroups: 'for its plan only, which is made when it looks',
    routeTables: 'for its plan only, which is made when it looks',
  },
  'endpoint-private-dns': {
    notebooks: 'for its plan only, which is made when it looks',
    domains: 'for its plan only, which is made when it looks',
    securityGroups: 'for its plan only, which is made when it looks',
  },
  'endpoint-subnets': { routeTables: 'for its plan only, which is made when it looks' },
  'endpoint-security-group': {
    notebooks: 'a new consumer that the endpoint does not admit is judged by notebook-private-route',
    domains: 'a new consumer has no other groups than those of the domain, which seldom change',
    vpcs: 'the ranges of a VPC grow, which closes no path',
  },
  'notebook-direct-internet': { endpoints: 'for its plan only, which is made when it looks' },
  // Endpoints are in the perimeter where settings name none. Every principal would be judged for every endpoint.
  'notebook-shared-access': { endpoints: 'the perimeter, of which every principal would have to be judged' },
  'principal-guardrail-tamper': {
    endpoints: 'the perimeter, of which every principal would have to be judged',
  },
  'principal-outside-access': {
    endpoints: 'the perimeter, of which every principal would have to be judged',
  },
};

/** The types of what each recorded call is parsed to. */
const changedTypes: ReadonlyMap<string, readonly ResourceType[]> = new Map(
  recordedCalls.map(([service, name, parameters, responseElements]) => {
    const event = cloudTrailEvent(service, name, parameters, { responseElements });
    const parsed = parseMessage(JSON.stringify(event), [], []);
    return [`${service} ${name}`, 'refs' in parsed ? parsed.refs.map(({ type }) => type) : []];
  }),
);

describe('slices and the calls that change them', () => {
  it('every call that starts work changes a slice, and no other call is listed', () => {
    const routed = Object.entries(routedEvents([])).flatMap(([source, names]) =>
      of(source.replace('.amazonaws.com', ''), ...names),
    );
    expect([...new Set(sliceNames.flatMap(listed))].toSorted()).toEqual(routed.toSorted());
  });

  it.each(rules.map((rule) => [rule.meta.id, rule] as const))(
    '%s looks again after every call that changes what it reads',
    (id, { meta, needs }) => {
      // A change of something that any VPC may use names the account: then everything is looked at.
      const reached = new Set<string>([...meta.resourceTypes, ...meta.triggeredBy, 'AWS::Account']);
      const missed = needs.filter((slice) =>
        listed(slice).some((call) => changedTypes.get(call)?.some((type) => reached.has(type)) !== true),
      );
      expect(missed.toSorted()).toEqual(Object.keys(onlyTheSweep[id] ?? {}).toSorted());
    },
  );
});

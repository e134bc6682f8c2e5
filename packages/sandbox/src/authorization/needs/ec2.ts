import { isPlainObject } from '../../protocol/shape';
import {
  anywhere,
  type CallInput,
  type Need,
  type Needs,
  objectsIn,
  tagContext,
  textIn,
  textsIn,
  type Where,
} from '../need';
import { awsPartitionOf } from '../../account/partition';

const arn = ({ account, region }: Where, type: string, id: string): string =>
  `arn:${awsPartitionOf(region)}:ec2:${region}:${account}:${type}/${id === '' ? '*' : id}`;

const on =
  (action: string, type: string, member: string) =>
  (input: CallInput, where: Where): readonly Need[] => [
    { action: `ec2:${action}`, resource: arn(where, type, textIn(input, member)) },
  ];

/** Tags given at creation need a permission of their own, on the new resource. */
function tagging(action: string, input: CallInput, where: Where): readonly Need[] {
  return objectsIn(input, 'TagSpecifications').map((specification) => ({
    action: 'ec2:CreateTags',
    resource: arn(where, textIn(specification, 'ResourceType'), ''),
    context: { 'ec2:CreateAction': action, ...tagContext(objectsIn(specification, 'Tags')) },
  }));
}

function requestTags(input: CallInput): Readonly<Record<string, string | readonly string[]>> {
  return tagContext(
    objectsIn(input, 'TagSpecifications').flatMap((specification) => objectsIn(specification, 'Tags')),
  );
}

/** The subnets, groups and route tables that a call about an endpoint names. */
function parts(action: string, input: CallInput, where: Where): readonly Need[] {
  const named: readonly (readonly [string, readonly string[]])[] = [
    ['subnet', ['SubnetIds', 'AddSubnetIds', 'RemoveSubnetIds']],
    ['security-group', ['SecurityGroupIds', 'AddSecurityGroupIds', 'RemoveSecurityGroupIds']],
    ['route-table', ['RouteTableIds', 'AddRouteTableIds', 'RemoveRouteTableIds']],
  ];
  return named.flatMap(([type, members]) =>
    members
      .flatMap((member) => textsIn(input, member))
      .map((id) => ({ action: `ec2:${action}`, resource: arn(where, type, id) })),
  );
}

/** For private DNS, AWS associates a hosted zone with the VPC on the caller's behalf. */
function privateDns(input: CallInput, { region }: Where): readonly Need[] {
  if (input['PrivateDnsEnabled'] !== true) return [];
  const resource = `arn:${awsPartitionOf(region)}:route53:::hostedzone/Z0PRIVATEDNS`;
  return [{ action: 'route53:AssociateVPCWithHostedZone', resource }];
}

/** A rule that is created with tags is a resource of the call, too. */
const groupRule =
  (action: string) =>
  (input: CallInput, where: Where): readonly Need[] => [
    { action: `ec2:${action}`, resource: arn(where, 'security-group', textIn(input, 'GroupId')) },
    ...objectsIn(input, 'TagSpecifications').map((specification) => ({
      action: `ec2:${action}`,
      resource: arn(where, textIn(specification, 'ResourceType'), ''),
      context: requestTags(input),
    })),
    ...tagging(action, input, where),
  ];

const describing = [
  'DescribeVpcEndpoints',
  'DescribeVpcEndpointServices',
  'DescribeVpcs',
  'DescribeDhcpOptions',
  'DescribeSubnets',
  'DescribeRouteTables',
  'DescribeSecurityGroups',
  'DescribeSecurityGroupRules',
  'DescribeNatGateways',
  'DescribeVpcBlockPublicAccessOptions',
  'DescribeVpcBlockPublicAccessExclusions',
  'DescribeVpcEncryptionControls',
  'DescribeNetworkInterfaces',
  'DescribePrefixLists',
  'DescribeManagedPrefixLists',
  'GetManagedPrefixListEntries',
  'DescribeTags',
  'DescribeAvailabilityZones',
];

export const ec2Needs: Needs = {
  ...Object.fromEntries(describing.map((operation) => [operation, anywhere(`ec2:${operation}`)])),
  GetManagedPrefixListEntries: on('GetManagedPrefixListEntries', 'prefix-list', 'PrefixListId'),
  DescribeVpcAttribute: on('DescribeVpcAttribute', 'vpc', 'VpcId'),
  ModifyVpcAttribute: on('ModifyVpcAttribute', 'vpc', 'VpcId'),
  CreateVpcEndpoint: (input, where) => {
    const context = { ...requestTags(input), 'ec2:VpceServiceName': textIn(input, 'ServiceName') };
    return [
      { action: 'ec2:CreateVpcEndpoint', resource: arn(where, 'vpc-endpoint', ''), context },
      { action: 'ec2:CreateVpcEndpoint', resource: arn(where, 'vpc', textIn(input, 'VpcId')) },
      ...parts('CreateVpcEndpoint', input, where),
      ...tagging('CreateVpcEndpoint', input, where),
      ...privateDns(input, where),
    ];
  },
  ModifyVpcEndpoint: (input, where) => [
    { action: 'ec2:ModifyVpcEndpoint', resource: arn(where, 'vpc-endpoint', textIn(input, 'VpcEndpointId')) },
    ...parts('ModifyVpcEndpoint', input, where),
    ...privateDns(input, where),
  ],
  DeleteVpcEndpoints: (input, where) =>
    textsIn(input, 'VpcEndpointIds').map((id) => ({
      action: 'ec2:DeleteVpcEndpoints',
      resource: arn(where, 'vpc-endpoint', id),
    })),
  CreateSecurityGroup: (input, where) => [
    {
      action: 'ec2:CreateSecurityGroup',
      resource: arn(where, 'security-group', ''),
      context: requestTags(input),
    },
    { action: 'ec2:CreateSecurityGroup', resource: arn(where, 'vpc', textIn(input, 'VpcId')) },
    ...tagging('CreateSecurityGroup', input, where),
  ],
  DeleteSecurityGroup: on('DeleteSecurityGroup', 'security-group', 'GroupId'),
  AuthorizeSecurityGroupIngress: groupRule('AuthorizeSecurityGroupIngress'),
  AuthorizeSecurityGroupEgress: groupRule('AuthorizeSecurityGroupEgress'),
  RevokeSecurityGroupIngress: groupRule('RevokeSecurityGroupIngress'),
  RevokeSecurityGroupEgress: groupRule('RevokeSecurityGroupEgress'),
  CreateTags: (input, where) => {
    const tags = input['Tags'];
    const context = tagContext(Array.isArray(tags) ? tags.filter(isPlainObject) : []);
    return textsIn(input, 'Resources').map((id) => ({
      action: 'ec2:CreateTags',
      resource: arn(where, typeOf(id), id),
      context,
    }));
  },
};

function typeOf(id: string): string {
  const prefixes: Readonly<Record<string, string>> = {
    vpce: 'vpc-endpoint',
    vpc: 'vpc',
    sg: 'security-group',
    sgr: 'security-group-rule',
    subnet: 'subnet',
  };
  return prefixes[id.split('-')[0] ?? ''] ?? 'resource';
}

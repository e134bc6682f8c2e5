import type {
  CreateVpcRequest,
  CreateVpcResult,
  DescribeVpcAttributeRequest,
  DescribeVpcAttributeResult,
  DescribeVpcsRequest,
  DescribeVpcsResult,
  ModifyVpcAttributeRequest,
  Vpc as VpcShape,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { ec2Page, matchesFilters } from './filters';
import { createMainRouteTable } from './route-tables';
import { createDefaultGroup } from './security-groups';
import { DEFAULT_DHCP_OPTIONS, EC2_SLOT, find, type VpcRecord } from './state';
import { tagNew, tagsOf } from './tags';

export function createVpc(input: CreateVpcRequest, call: Call): CreateVpcResult {
  const { vpcs } = call.state(EC2_SLOT);
  const cidr = input.CidrBlock;
  if (cidr === undefined)
    throw new AwsError('MissingParameter', 'Either CidrBlock or an IPAM pool is required');
  if (!/^\d+\.\d+\.\d+\.\d+\/(1[6-9]|2[0-8])$/.test(cidr)) {
    throw new AwsError('InvalidVpc.Range', `The CIDR '${cidr}' is invalid.`);
  }
  const id = call.account.ids.ec2('vpc');
  const vpc: VpcRecord = {
    id,
    cidr,
    isDefault: false,
    dnsSupport: true,
    dnsHostnames: false,
    dhcpOptions: DEFAULT_DHCP_OPTIONS,
  };
  vpcs.set(id, vpc);
  tagNew(call, id, 'vpc', input.TagSpecifications);
  createDefaultGroup(call, id);
  createMainRouteTable(call, vpc);
  return { Vpc: { ...describe(vpc, call), State: 'pending' } };
}

export function describeVpcs(input: DescribeVpcsRequest, call: Call): DescribeVpcsResult {
  const { vpcs } = call.state(EC2_SLOT);
  const chosen = input.VpcIds?.map((id) => findVpc(call, id)) ?? [...vpcs.values()];
  const matching = chosen.filter((vpc) =>
    matchesFilters(
      input.Filters,
      {
        'vpc-id': [vpc.id],
        cidr: [vpc.cidr],
        'cidr-block': [vpc.cidr],
        'is-default': [String(vpc.isDefault)],
        isDefault: [String(vpc.isDefault)],
        state: ['available'],
        'owner-id': [call.account.accountId],
      },
      tagsOf(call, vpc.id),
    ),
  );
  const { items, next } = ec2Page(matching, input);
  return defined({ Vpcs: items.map((vpc) => describe(vpc, call)), NextToken: next });
}

/** Returns one attribute per call, as EC2 does. */
export function describeVpcAttribute(
  input: DescribeVpcAttributeRequest,
  call: Call,
): DescribeVpcAttributeResult {
  const vpc = findVpc(call, given(input.VpcId));
  switch (input.Attribute) {
    case 'enableDnsSupport':
      return { VpcId: vpc.id, EnableDnsSupport: { Value: vpc.dnsSupport } };
    case 'enableDnsHostnames':
      return { VpcId: vpc.id, EnableDnsHostnames: { Value: vpc.dnsHostnames } };
    case 'enableNetworkAddressUsageMetrics':
      return { VpcId: vpc.id, EnableNetworkAddressUsageMetrics: { Value: false } };
    default:
      throw new AwsError(
        'InvalidParameterValue',
        `Value (${String(input.Attribute)}) for parameter attribute is invalid. Unknown vpc attribute`,
      );
  }
}

export function modifyVpcAttribute(input: ModifyVpcAttributeRequest, call: Call): void {
  const vpc = findVpc(call, given(input.VpcId));
  const support = input.EnableDnsSupport?.Value;
  const hostnames = input.EnableDnsHostnames?.Value;
  if (support !== undefined && hostnames !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Only one of enableDnsSupport and enableDnsHostnames can be modified in a call',
    );
  }
  if (hostnames === true && !vpc.dnsSupport) {
    throw new AwsError('InvalidParameterValue', 'enableDnsHostnames needs enableDnsSupport to be true first');
  }
  if (support === false && vpc.dnsHostnames) {
    throw new AwsError(
      'InvalidParameterValue',
      'enableDnsSupport cannot be false while enableDnsHostnames is true',
    );
  }
  if (support !== undefined) vpc.dnsSupport = support;
  if (hostnames !== undefined) vpc.dnsHostnames = hostnames;
}

export function findVpc(call: Call, id: string): VpcRecord {
  return find(call.state(EC2_SLOT).vpcs, id, 'vpc', 'InvalidVpcID');
}

function describe(vpc: VpcRecord, call: Call): VpcShape {
  return {
    VpcId: vpc.id,
    CidrBlock: vpc.cidr,
    CidrBlockAssociationSet: [
      {
        AssociationId: `vpc-cidr-assoc-${vpc.id.slice(4)}`,
        CidrBlock: vpc.cidr,
        CidrBlockState: { State: 'associated' },
      },
    ],
    DhcpOptionsId: vpc.dhcpOptions,
    InstanceTenancy: 'default',
    IsDefault: vpc.isDefault,
    OwnerId: call.account.accountId,
    State: 'available',
    Tags: tagsOf(call, vpc.id),
  };
}

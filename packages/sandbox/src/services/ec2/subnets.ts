import type {
  CreateSubnetRequest,
  CreateSubnetResult,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { ec2Page, matchesFilters } from './filters';
import { EC2_SLOT, find } from './state';
import { tagNew, tagsOf } from './tags';
import { findVpc } from './vpcs';
import { awsPartitionOf } from '../../account/partition';

export function createSubnet(input: CreateSubnetRequest, call: Call): CreateSubnetResult {
  const { subnets } = call.state(EC2_SLOT);
  const { ids, accountId } = call.account;
  const vpc = findVpc(call, given(input.VpcId));
  const zone = input.AvailabilityZone ?? `${call.region}a`;
  if (!new RegExp(`^${call.region}[a-f]$`).test(zone)) {
    throw new AwsError('InvalidParameterValue', `Value (${zone}) for parameter availabilityZone is invalid.`);
  }
  const cidr = input.CidrBlock;
  if (cidr === undefined) throw new AwsError('MissingParameter', 'CidrBlock is required');
  const taken = [...subnets.values()].some((other) => other.VpcId === vpc.id && other.CidrBlock === cidr);
  if (taken) throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${cidr}' conflicts with another subnet`);
  const id = ids.ec2('subnet');
  const subnet = {
    SubnetId: id,
    SubnetArn: `arn:${awsPartitionOf(call.region)}:ec2:${call.region}:${accountId}:subnet/${id}`,
    VpcId: vpc.id,
    CidrBlock: cidr,
    AvailabilityZone: zone,
    AvailabilityZoneId: `${zoneIdPrefix(call.region)}-az${zone.charCodeAt(zone.length - 1) - 96}`,
    AvailableIpAddressCount: 251,
    DefaultForAz: false,
    MapPublicIpOnLaunch: false,
    OwnerId: accountId,
    State: 'available' as const,
  };
  subnets.set(id, subnet);
  tagNew(call, id, 'subnet', input.TagSpecifications);
  return { Subnet: { ...subnet, Tags: tagsOf(call, id) } };
}

export function describeSubnets(input: DescribeSubnetsRequest, call: Call): DescribeSubnetsResult {
  const { subnets } = call.state(EC2_SLOT);
  const chosen = input.SubnetIds?.map((id) => findSubnet(call, id)) ?? [...subnets.values()];
  const matching = chosen.filter((subnet) =>
    matchesFilters(
      input.Filters,
      {
        'subnet-id': [subnet.SubnetId],
        'vpc-id': [subnet.VpcId],
        'availability-zone': [subnet.AvailabilityZone],
        availabilityZone: [subnet.AvailabilityZone],
        'availability-zone-id': [subnet.AvailabilityZoneId],
        cidr: [subnet.CidrBlock],
        'cidr-block': [subnet.CidrBlock],
        state: [subnet.State],
        'owner-id': [subnet.OwnerId],
      },
      tagsOf(call, subnet.SubnetId),
    ),
  );
  const { items, next } = ec2Page(matching, input);
  const described = items.map((subnet) => ({ ...subnet, Tags: tagsOf(call, subnet.SubnetId) }));
  return defined({ Subnets: described, NextToken: next });
}

export function findSubnet(call: Call, id: string) {
  return find(call.state(EC2_SLOT).subnets, id, 'subnet', 'InvalidSubnetID');
}

/** `us-east-1` gives `use1`. */
function zoneIdPrefix(region: string): string {
  const [area = '', direction = '', number = ''] = region.split('-');
  return `${area}${direction.charAt(0)}${number}`;
}

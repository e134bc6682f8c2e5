import type {
  CreateNatGatewayRequest,
  CreateNatGatewayResult,
  DeleteNatGatewayRequest,
  DeleteNatGatewayResult,
  DescribeManagedPrefixListsRequest,
  DescribeManagedPrefixListsResult,
  DescribeNatGatewaysRequest,
  DescribeNatGatewaysResult,
  DescribePrefixListsRequest,
  DescribePrefixListsResult,
  GetManagedPrefixListEntriesRequest,
  GetManagedPrefixListEntriesResult,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { ec2Page, matchesFilters } from './filters';
import { EC2_SLOT, find } from './state';
import { findSubnet } from './subnets';
import { tagNew, tagsOf } from './tags';
import { awsPartitionOf } from '../../account/partition';

/** Available immediately: no test needs to wait for a NAT gateway. */
export function createNatGateway(input: CreateNatGatewayRequest, call: Call): CreateNatGatewayResult {
  const subnet = findSubnet(call, given(input.SubnetId));
  const id = call.account.ids.ec2('nat');
  const gateway = {
    NatGatewayId: id,
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    State: 'available' as const,
    ConnectivityType: input.ConnectivityType ?? ('public' as const),
    CreateTime: new Date(call.now),
  };
  call.state(EC2_SLOT).natGateways.set(id, gateway);
  tagNew(call, id, 'natgateway', input.TagSpecifications);
  return { NatGateway: { ...gateway, State: 'pending', Tags: tagsOf(call, id) } };
}

/** The gateway stays listed as deleted, and routes to it become blackholes. */
export function deleteNatGateway(input: DeleteNatGatewayRequest, call: Call): DeleteNatGatewayResult {
  const { natGateways, routeTables } = call.state(EC2_SLOT);
  const id = given(input.NatGatewayId);
  const gateway = find(natGateways, id, 'nat', 'NatGateway');
  natGateways.set(id, { ...gateway, State: 'deleted', DeleteTime: new Date(call.now) });
  for (const { Routes = [] } of routeTables.values())
    for (const route of Routes) if (route.NatGatewayId === id) route.State = 'blackhole';
  return { NatGatewayId: id };
}

export function describeNatGateways(
  input: DescribeNatGatewaysRequest,
  call: Call,
): DescribeNatGatewaysResult {
  const { natGateways } = call.state(EC2_SLOT);
  const chosen = input.NatGatewayIds?.map((id) => find(natGateways, id, 'nat', 'InvalidNatGatewayID'));
  const matching = (chosen ?? [...natGateways.values()]).filter((gateway) =>
    matchesFilters(
      input.Filter,
      {
        'nat-gateway-id': [gateway.NatGatewayId],
        'subnet-id': [gateway.SubnetId],
        'vpc-id': [gateway.VpcId],
        state: [gateway.State],
      },
      tagsOf(call, gateway.NatGatewayId),
    ),
  );
  const { items, next } = ec2Page(matching, input);
  const described = items.map((gateway) => ({ ...gateway, Tags: tagsOf(call, gateway.NatGatewayId) }));
  return defined({ NatGateways: described, NextToken: next });
}

/** AWS's own prefix lists; the ids are specific to the sandbox. */
const PREFIX_LISTS = [
  { id: 'pl-63a5400a', service: 's3', cidrs: ['3.5.0.0/19', '52.216.0.0/15'] },
  { id: 'pl-02cd2c6b', service: 'dynamodb', cidrs: ['3.218.180.0/22'] },
];

export function describePrefixLists(
  input: DescribePrefixListsRequest,
  call: Call,
): DescribePrefixListsResult {
  const all = PREFIX_LISTS.map((list) => ({
    PrefixListId: list.id,
    PrefixListName: `com.amazonaws.${call.region}.${list.service}`,
    Cidrs: list.cidrs,
  }));
  const matching = all.filter(
    (list) =>
      (input.PrefixListIds === undefined || input.PrefixListIds.includes(list.PrefixListId)) &&
      matchesFilters(
        input.Filters,
        { 'prefix-list-id': [list.PrefixListId], 'prefix-list-name': [list.PrefixListName] },
        [],
      ),
  );
  const { items, next } = ec2Page(matching, input);
  return defined({ PrefixLists: items, NextToken: next });
}

export function describeManagedPrefixLists(
  input: DescribeManagedPrefixListsRequest,
  call: Call,
): DescribeManagedPrefixListsResult {
  const all = PREFIX_LISTS.map((list) => ({
    PrefixListId: list.id,
    PrefixListName: `com.amazonaws.${call.region}.${list.service}`,
    PrefixListArn: `arn:${awsPartitionOf(call.region)}:ec2:${call.region}:aws:prefix-list/${list.id}`,
    AddressFamily: 'IPv4',
    OwnerId: 'AWS',
    State: 'create-complete' as const,
  }));
  const matching = all.filter(
    (list) =>
      (input.PrefixListIds === undefined || input.PrefixListIds.includes(list.PrefixListId)) &&
      matchesFilters(
        input.Filters,
        {
          'prefix-list-id': [list.PrefixListId],
          'prefix-list-name': [list.PrefixListName],
          'owner-id': [list.OwnerId],
        },
        [],
      ),
  );
  const { items, next } = ec2Page(matching, input);
  return defined({ PrefixLists: items, NextToken: next });
}

export function getManagedPrefixListEntries(
  input: GetManagedPrefixListEntriesRequest,
): GetManagedPrefixListEntriesResult {
  const id = given(input.PrefixListId);
  const list = PREFIX_LISTS.find((one) => one.id === id);
  if (list === undefined) {
    throw new AwsError('InvalidPrefixListID.NotFound', `The prefix list ID '${id}' does not exist`);
  }
  const { items, next } = ec2Page(list.cidrs, input, 100);
  return defined({ Entries: items.map((Cidr) => ({ Cidr })), NextToken: next });
}

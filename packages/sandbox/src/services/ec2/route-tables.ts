import type {
  AssociateRouteTableRequest,
  AssociateRouteTableResult,
  CreateRouteRequest,
  CreateRouteResult,
  CreateRouteTableRequest,
  CreateRouteTableResult,
  DeleteRouteRequest,
  DescribeRouteTablesRequest,
  DescribeRouteTablesResult,
  DisassociateRouteTableRequest,
  ReplaceRouteRequest,
  Route,
  RouteTable,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { ec2Page, matchesFilters } from './filters';
import { EC2_SLOT, find, type VpcRecord } from './state';
import { tagNew, tagsOf } from './tags';

type Table = RouteTable & { RouteTableId: string; VpcId: string };

export function createRouteTable(input: CreateRouteTableRequest, call: Call): CreateRouteTableResult {
  const vpc = find(call.state(EC2_SLOT).vpcs, given(input.VpcId), 'vpc', 'InvalidVpcID');
  const table = addTable(call, vpc, false);
  tagNew(call, table.RouteTableId, 'route-table', input.TagSpecifications);
  return { RouteTable: { ...table, Tags: tagsOf(call, table.RouteTableId) } };
}

/** The main table, which applies to every subnet without a table of its own. */
export function createMainRouteTable(call: Call, vpc: VpcRecord): void {
  addTable(call, vpc, true);
}

function addTable(call: Call, vpc: VpcRecord, main: boolean): Table {
  const { ids, accountId } = call.account;
  const id = ids.ec2('rtb');
  const association = {
    Main: true,
    RouteTableAssociationId: ids.ec2('rtbassoc'),
    RouteTableId: id,
    AssociationState: { State: 'associated' as const },
  };
  const table: Table = {
    RouteTableId: id,
    VpcId: vpc.id,
    OwnerId: accountId,
    Associations: main ? [association] : [],
    PropagatingVgws: [],
    Routes: [
      { DestinationCidrBlock: vpc.cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
    ],
  };
  call.state(EC2_SLOT).routeTables.set(id, table);
  return table;
}

export function createRoute(input: CreateRouteRequest, call: Call): CreateRouteResult {
  const table = findTable(call, given(input.RouteTableId));
  if (routeIn(table, input) !== undefined) {
    const text = `The route identified by ${destinationOf(input)} already exists.`;
    throw new AwsError('RouteAlreadyExists', text);
  }
  table.Routes?.push(routeOf(input, call));
  return { Return: true };
}

/** Changes the target of the route to a destination. */
export function replaceRoute(input: ReplaceRouteRequest, call: Call): void {
  const table = findTable(call, given(input.RouteTableId));
  const old = existingRoute(table, input);
  table.Routes?.splice(table.Routes.indexOf(old), 1, routeOf(input, call));
}

export function deleteRoute(input: DeleteRouteRequest, call: Call): void {
  const table = findTable(call, given(input.RouteTableId));
  const old = existingRoute(table, input);
  if (old.GatewayId === 'local') {
    throw new AwsError('InvalidParameterValue', 'cannot remove local route in route table');
  }
  table.Routes?.splice(table.Routes.indexOf(old), 1);
}

type Destination = Pick<
  CreateRouteRequest,
  'DestinationCidrBlock' | 'DestinationIpv6CidrBlock' | 'DestinationPrefixListId'
>;

function destinationOf(input: Destination): string {
  const destination =
    input.DestinationCidrBlock ?? input.DestinationIpv6CidrBlock ?? input.DestinationPrefixListId;
  if (destination === undefined) throw new AwsError('MissingParameter', 'A route needs a destination');
  return destination;
}

function routeIn(table: Table, input: Destination): Route | undefined {
  const destination = destinationOf(input);
  return table.Routes?.find((route) =>
    [route.DestinationCidrBlock, route.DestinationIpv6CidrBlock, route.DestinationPrefixListId].includes(
      destination,
    ),
  );
}

function existingRoute(table: Table, input: Destination): Route {
  const route = routeIn(table, input);
  if (route !== undefined) return route;
  const text = `no route with destination-cidr-block ${destinationOf(input)} in route table ${table.RouteTableId}`;
  throw new AwsError('InvalidRoute.NotFound', text);
}

function routeOf(input: CreateRouteRequest | ReplaceRouteRequest, call: Call): Route {
  if (input.NatGatewayId !== undefined) {
    find(call.state(EC2_SLOT).natGateways, input.NatGatewayId, 'nat', 'InvalidNatGatewayID');
  }
  return defined({
    DestinationCidrBlock: input.DestinationCidrBlock,
    DestinationIpv6CidrBlock: input.DestinationIpv6CidrBlock,
    DestinationPrefixListId: input.DestinationPrefixListId,
    GatewayId: input.GatewayId,
    NatGatewayId: input.NatGatewayId,
    TransitGatewayId: input.TransitGatewayId,
    VpcPeeringConnectionId: input.VpcPeeringConnectionId,
    NetworkInterfaceId: input.NetworkInterfaceId,
    InstanceId: input.InstanceId,
    Origin: 'CreateRoute' as const,
    State: 'active' as const,
  });
}

export function associateRouteTable(
  input: AssociateRouteTableRequest,
  call: Call,
): AssociateRouteTableResult {
  const { routeTables, subnets } = call.state(EC2_SLOT);
  const table = findTable(call, given(input.RouteTableId));
  const subnet = find(subnets, given(input.SubnetId), 'subnet', 'InvalidSubnetID');
  const taken = [...routeTables.values()].some((other) =>
    other.Associations?.some((association) => association.SubnetId === subnet.SubnetId),
  );
  if (taken) {
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `the specified association for subnet ${subnet.SubnetId} conflicts`,
    );
  }
  const id = call.account.ids.ec2('rtbassoc');
  const state = { State: 'associated' as const };
  table.Associations?.push({
    Main: false,
    RouteTableAssociationId: id,
    RouteTableId: table.RouteTableId,
    SubnetId: subnet.SubnetId,
    AssociationState: state,
  });
  return { AssociationId: id, AssociationState: state };
}

/** The subnet falls back to the main table. The main association itself cannot be removed. */
export function disassociateRouteTable(input: DisassociateRouteTableRequest, call: Call): void {
  const id = given(input.AssociationId);
  const { routeTables } = call.state(EC2_SLOT);
  const table = [...routeTables.values()].find((one) =>
    one.Associations?.some((association) => association.RouteTableAssociationId === id),
  );
  const found = table?.Associations?.find((association) => association.RouteTableAssociationId === id);
  if (table === undefined || found === undefined) {
    throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
  }
  if (found.Main === true) {
    throw new AwsError('InvalidParameterValue', `cannot disassociate the main route table association ${id}`);
  }
  table.Associations = table.Associations?.filter((association) => association !== found);
}

export function describeRouteTables(
  input: DescribeRouteTablesRequest,
  call: Call,
): DescribeRouteTablesResult {
  const { routeTables } = call.state(EC2_SLOT);
  const chosen = input.RouteTableIds?.map((id) => findTable(call, id)) ?? [...routeTables.values()];
  const matching = chosen.filter((table) =>
    matchesFilters(
      input.Filters,
      {
        'route-table-id': [table.RouteTableId],
        'vpc-id': [table.VpcId],
        'association.subnet-id': (table.Associations ?? []).map((association) => association.SubnetId),
        'association.main': (table.Associations ?? []).map((association) => String(association.Main)),
        'route.gateway-id': (table.Routes ?? []).map((route) => route.GatewayId),
        'route.nat-gateway-id': (table.Routes ?? []).map((route) => route.NatGatewayId),
        'owner-id': [table.OwnerId],
      },
      tagsOf(call, table.RouteTableId),
    ),
  );
  const { items, next } = ec2Page(matching, input);
  const described = items.map((table) => ({ ...table, Tags: tagsOf(call, table.RouteTableId) }));
  return defined({ RouteTables: described, NextToken: next });
}

export function findTable(call: Call, id: string): Table {
  return find(call.state(EC2_SLOT).routeTables, id, 'rtb', 'InvalidRouteTableID');
}

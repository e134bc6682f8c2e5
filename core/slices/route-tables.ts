import { z } from 'zod';
import { output } from './shapes';

/** One route. It has one destination and, unless its target is gone, one target. */
const route = z.object({
  DestinationCidrBlock: z.string().optional(),
  DestinationIpv6CidrBlock: z.string().optional(),
  DestinationPrefixListId: z.string().optional(),
  /** `local`, an internet gateway, a virtual private gateway, or a gateway endpoint. */
  GatewayId: z.string().optional(),
  NatGatewayId: z.string().optional(),
  TransitGatewayId: z.string().optional(),
  VpcPeeringConnectionId: z.string().optional(),
  NetworkInterfaceId: z.string().optional(),
  InstanceId: z.string().optional(),
  EgressOnlyInternetGatewayId: z.string().optional(),
  LocalGatewayId: z.string().optional(),
  CarrierGatewayId: z.string().optional(),
  CoreNetworkArn: z.string().optional(),
  /** `active` or `blackhole`: the target is gone or not usable. */
  State: z.string().optional(),
  /** `EnableVgwRoutePropagation` for routes that were propagated. */
  Origin: z.string().optional(),
});
export type Route = z.infer<typeof route>;

/** A route table, in the shape and names of DescribeRouteTables. */
export const routeTable = z.object({
  RouteTableId: z.string(),
  VpcId: z.string(),
  OwnerId: z.string().optional(),
  Associations: z
    .array(
      z.object({
        Main: z.boolean().optional(),
        RouteTableAssociationId: z.string().optional(),
        /** Absent for the main association and for those of gateways. */
        SubnetId: z.string().optional(),
        GatewayId: z.string().optional(),
        AssociationState: z.object({ State: z.string().optional() }).optional(),
      }),
    )
    .optional(),
  Routes: z.array(route).optional(),
});
export type RouteTable = z.infer<typeof routeTable>;

export const routeTables = output(
  { file: 'route-tables.json', command: 'ec2 describe-route-tables', parts: 'by-vpc' },
  routeTable,
  'RouteTables',
  'Routes',
);

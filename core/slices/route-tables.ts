import { z } from 'zod';
import { cliOutput } from './shapes';

/** One route. It has one destination and, unless the target was deleted, one target. */
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
  /** `active`, or `blackhole` if the target was deleted or cannot be used. */
  State: z.string().optional(),
  /** `EnableVgwRoutePropagation` for propagated routes. */
  Origin: z.string().optional(),
});
export type Route = z.infer<typeof route>;

/** A route table, shaped and named as in DescribeRouteTables. */
export const routeTable = z.object({
  RouteTableId: z.string().default(''),
  /** Empty where it is absent: the table may be of any VPC. */
  VpcId: z.string().default(''),
  OwnerId: z.string().optional(),
  Associations: z
    .array(
      z.object({
        Main: z.boolean().optional(),
        RouteTableAssociationId: z.string().optional(),
        /** Absent for the main association and for associations with gateways. */
        SubnetId: z.string().optional(),
        GatewayId: z.string().optional(),
        AssociationState: z.object({ State: z.string().optional() }).optional(),
      }),
    )
    .optional(),
  Routes: z.array(route).optional(),
});
export type RouteTable = z.infer<typeof routeTable>;

export const routeTables = cliOutput(
  { file: 'route-tables.json', command: 'ec2 describe-route-tables', parts: 'by-vpc' },
  routeTable,
  'RouteTables',
  'Routes',
);

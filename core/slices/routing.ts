import { z } from 'zod';

const cidrState = z.object({ State: z.string().optional() }).optional();

/** A VPC, in the shape and names of DescribeVpcs. */
export const vpc = z.object({
  VpcId: z.string(),
  CidrBlock: z.string().optional(),
  CidrBlockAssociationSet: z
    .array(z.object({ CidrBlock: z.string().optional(), CidrBlockState: cidrState }))
    .optional(),
  Ipv6CidrBlockAssociationSet: z
    .array(z.object({ Ipv6CidrBlock: z.string().optional(), Ipv6CidrBlockState: cidrState }))
    .optional(),
  OwnerId: z.string().optional(),
  IsDefault: z.boolean().optional(),
});
export type Vpc = z.infer<typeof vpc>;

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

/** A NAT gateway, in the shape and names of DescribeNatGateways. Deleted ones are listed for about an hour. */
export const natGateway = z.object({
  NatGatewayId: z.string(),
  VpcId: z.string().optional(),
  /** Absent for regional ones, which have a route table of their own. */
  SubnetId: z.string().optional(),
  RouteTableId: z.string().optional(),
  /** `pending`, `available`, `deleting`, `deleted` or `failed`. */
  State: z.string().optional(),
  /** Missing means `public`, the default. */
  ConnectivityType: z.string().optional(),
});
export type NatGateway = z.infer<typeof natGateway>;

/** A prefix list with its ranges, in the shape and names of DescribePrefixLists, whoever manages it. */
export const prefixList = z.object({
  PrefixListId: z.string(),
  PrefixListName: z.string().optional(),
  Cidrs: z.array(z.string()),
});
export type PrefixList = z.infer<typeof prefixList>;

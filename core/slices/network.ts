import { z } from 'zod';

const tag = z.object({ Key: z.string().optional(), Value: z.string().optional() });

/** A VPC endpoint, in the shape and names of DescribeVpcEndpoints. */
export const vpcEndpoint = z.object({
  VpcEndpointId: z.string(),
  /** Absent in old replies for gateway endpoints. */
  VpcEndpointType: z.string().default('Gateway'),
  VpcId: z.string(),
  ServiceName: z.string(),
  ServiceRegion: z.string().optional(),
  /** `available`, `pending`, …: AWS uses several letter cases; compare without regard to case. */
  State: z.string(),
  PolicyDocument: z.string().optional(),
  SubnetIds: z.array(z.string()).optional(),
  NetworkInterfaceIds: z.array(z.string()).optional(),
  /** `ipv4`, `ipv6` or `dualstack`. */
  IpAddressType: z.string().optional(),
  Groups: z.array(z.object({ GroupId: z.string(), GroupName: z.string().optional() })).optional(),
  PrivateDnsEnabled: z.boolean().optional(),
  RequesterManaged: z.boolean().optional(),
  OwnerId: z.string().optional(),
  Tags: z.array(tag).optional(),
});
export type VpcEndpoint = z.infer<typeof vpcEndpoint>;

/** An endpoint service, in the shape and names of DescribeVpcEndpointServices (ServiceDetails). */
export const endpointService = z.object({
  ServiceName: z.string(),
  PrivateDnsName: z.string().optional(),
  PrivateDnsNames: z.array(z.object({ PrivateDnsName: z.string() })).optional(),
  VpcEndpointPolicySupported: z.boolean().optional(),
  /** Where its endpoints can stand, by the names that zones have in this account. */
  AvailabilityZones: z.array(z.string()).optional(),
});
export type EndpointService = z.infer<typeof endpointService>;

/** The two DNS attributes of a VPC; DescribeVpcAttribute gives one a call. */
export const vpcDnsAttributes = z.object({ enableDnsSupport: z.boolean(), enableDnsHostnames: z.boolean() });
export type VpcDnsAttributes = z.infer<typeof vpcDnsAttributes>;

/** A subnet, in the shape and names of DescribeSubnets. */
export const subnet = z.object({
  SubnetId: z.string(),
  VpcId: z.string(),
  AvailabilityZone: z.string().optional(),
  /** The same zone in every account, unlike its name. */
  AvailabilityZoneId: z.string().optional(),
  CidrBlock: z.string().optional(),
  Ipv6CidrBlockAssociationSet: z
    .array(
      z.object({
        Ipv6CidrBlock: z.string().optional(),
        Ipv6CidrBlockState: z.object({ State: z.string().optional() }).optional(),
      }),
    )
    .optional(),
  AvailableIpAddressCount: z.number().optional(),
  MapPublicIpOnLaunch: z.boolean().optional(),
  State: z.string().optional(),
  OwnerId: z.string().optional(),
});
export type Subnet = z.infer<typeof subnet>;

import { z } from 'zod';
import { cliOutput } from './shapes';

const tag = z.object({ Key: z.string().optional(), Value: z.string().optional() });

/** A VPC endpoint, shaped and named as in DescribeVpcEndpoints. */
export const vpcEndpoint = z.object({
  /** Empty where it is absent, as are the other texts that say what the endpoint is. */
  VpcEndpointId: z.string().default(''),
  /** Empty where it is absent. Only S3 and DynamoDB have gateway endpoints (AWS PrivateLink guide). */
  VpcEndpointType: z.string().default(''),
  VpcId: z.string().default(''),
  /** Absent for endpoints of type Resource and ServiceNetwork (VPC Lattice), which are of no SageMaker service. */
  ServiceName: z.string().default(''),
  ServiceRegion: z.string().optional(),
  /** `available`, `pending`, …; AWS varies the letter case, so compare case-insensitively. */
  State: z.string().default(''),
  PolicyDocument: z.string().optional(),
  SubnetIds: z.array(z.string()).optional(),
  /** Of a gateway endpoint. */
  RouteTableIds: z.array(z.string()).optional(),
  NetworkInterfaceIds: z.array(z.string()).optional(),
  /** `ipv4`, `ipv6` or `dualstack`. */
  IpAddressType: z.string().optional(),
  Groups: z.array(z.object({ GroupId: z.string().default(''), GroupName: z.string().optional() })).optional(),
  /** The endpoint's own DNS names, each with the zone that an alias record names. */
  DnsEntries: z
    .array(z.object({ DnsName: z.string().optional(), HostedZoneId: z.string().optional() }))
    .optional(),
  /** Absent means false, the default (CloudFormation reference, AWS::EC2::VPCEndpoint; read 30 November 2026). */
  PrivateDnsEnabled: z.boolean().optional(),
  RequesterManaged: z.boolean().optional(),
  OwnerId: z.string().optional(),
  Tags: z.array(tag).optional(),
});
export type VpcEndpoint = z.infer<typeof vpcEndpoint>;

export const endpoints = cliOutput(
  {
    file: 'vpc-endpoints.json',
    command: 'ec2 describe-vpc-endpoints',
    parts: { named: 'AWS::EC2::VPCEndpoint' },
  },
  vpcEndpoint,
  'VpcEndpoints',
  'VpcEndpointId',
);

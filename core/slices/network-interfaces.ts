import { z } from 'zod';
import { cliOutput } from './shapes';

/** A network interface, shaped and named as in DescribeNetworkInterfaces. */
export const networkInterface = z.object({
  NetworkInterfaceId: z.string().default(''),
  VpcId: z.string().default(''),
  SubnetId: z.string().optional(),
  AvailabilityZone: z.string().optional(),
  /** Of interfaces that a service made: what it is for, in a form of that service. */
  Description: z.string().optional(),
  /** `interface`, `lambda`, `nat_gateway`, `vpc_endpoint`, … */
  InterfaceType: z.string().optional(),
  /** `in-use`; `available` if it is attached to nothing. */
  Status: z.string().optional(),
  Groups: z.array(z.object({ GroupId: z.string().default('') })).optional(),
  PrivateIpAddresses: z.array(z.object({ PrivateIpAddress: z.string().optional() })).optional(),
  Ipv4Prefixes: z.array(z.object({ Ipv4Prefix: z.string().optional() })).optional(),
  Ipv6Addresses: z.array(z.object({ Ipv6Address: z.string().optional() })).optional(),
  Ipv6Prefixes: z.array(z.object({ Ipv6Prefix: z.string().optional() })).optional(),
  RequesterId: z.string().optional(),
  RequesterManaged: z.boolean().optional(),
  Attachment: z.object({ InstanceId: z.string().optional() }).optional(),
  OwnerId: z.string().optional(),
});
export type NetworkInterface = z.infer<typeof networkInterface>;

/** Everything in a VPC that has an address. Interfaces that services hide from lists are asked for, too. */
export const networkInterfaces = cliOutput(
  {
    file: 'network-interfaces.json',
    command: 'ec2 describe-network-interfaces --include-managed-resources',
    parts: 'by-vpc',
    note: 'optional, to see who else uses the names that a step changes',
  },
  networkInterface,
  'NetworkInterfaces',
  'NetworkInterfaceId',
);

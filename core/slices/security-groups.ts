import { z } from 'zod';
import { cliOutput } from './shapes';

/** One permission: a protocol and port range, with all peers to which it applies. */
const ipPermission = z.object({
  /** `-1` for all protocols; `tcp`, `udp`, `icmp`, `icmpv6` or a protocol number. */
  IpProtocol: z.string().optional(),
  /** Absent means all ports, for protocols without ports. */
  FromPort: z.number().optional(),
  ToPort: z.number().optional(),
  IpRanges: z
    .array(z.object({ CidrIp: z.string().default(''), Description: z.string().optional() }))
    .optional(),
  Ipv6Ranges: z
    .array(z.object({ CidrIpv6: z.string().default(''), Description: z.string().optional() }))
    .optional(),
  PrefixListIds: z
    .array(z.object({ PrefixListId: z.string().default(''), Description: z.string().optional() }))
    .optional(),
  UserIdGroupPairs: z
    .array(
      z.object({
        GroupId: z.string().optional(),
        UserId: z.string().optional(),
        VpcPeeringConnectionId: z.string().optional(),
        Description: z.string().optional(),
      }),
    )
    .optional(),
});
export type IpPermission = z.infer<typeof ipPermission>;

/** A security group with its rules, shaped and named as in DescribeSecurityGroups. */
export const securityGroup = z.object({
  GroupId: z.string(),
  GroupName: z.string().optional(),
  Description: z.string().optional(),
  VpcId: z.string().optional(),
  OwnerId: z.string().optional(),
  IpPermissions: z.array(ipPermission).optional(),
  IpPermissionsEgress: z.array(ipPermission).optional(),
  Tags: z.array(z.object({ Key: z.string().optional(), Value: z.string().optional() })).optional(),
});
export type SecurityGroup = z.infer<typeof securityGroup>;

export const securityGroups = cliOutput(
  { file: 'security-groups.json', command: 'ec2 describe-security-groups', parts: 'by-vpc' },
  securityGroup,
  'SecurityGroups',
  'IpPermissionsEgress',
);

import type { HttpsPermission } from './groups';

type Tags = { Key: string; Value: string }[];

/** The input of CreateVpcEndpoint, except the client token, which the engine adds. */
export type NewEndpoint = {
  readonly VpcEndpointType: 'Interface';
  readonly VpcId: string;
  readonly ServiceName: string;
  readonly SubnetIds: string[];
  readonly SecurityGroupIds?: string[];
  /** In place of an id: a group that may not exist yet when the plan is made. */
  readonly SecurityGroupName?: string;
  readonly PrivateDnsEnabled: boolean;
  readonly PolicyDocument?: string;
  readonly TagSpecifications: readonly [{ readonly ResourceType: 'vpc-endpoint'; readonly Tags: Tags }];
};

/** A security group by name, because the name is known before the id is. */
export type NamedGroup = { readonly VpcId: string; readonly GroupName: string };

/** The calls of this rule, with their inputs. */
export interface Calls {
  'ec2:CreateSecurityGroup': NamedGroup & {
    readonly Description: string;
    readonly TagSpecifications: readonly [{ readonly ResourceType: 'security-group'; readonly Tags: Tags }];
  };
  'ec2:DeleteSecurityGroup': NamedGroup;
  'ec2:AuthorizeSecurityGroupIngress': NamedGroup & { readonly IpPermissions: HttpsPermission[] };
  'ec2:RevokeSecurityGroupIngress': NamedGroup & { readonly IpPermissions: HttpsPermission[] };
  'ec2:CreateVpcEndpoint': NewEndpoint;
  /** Only endpoints that this rule created. */
  'ec2:DeleteVpcEndpoints': { readonly VpcId: string; readonly ServiceName: string };
}

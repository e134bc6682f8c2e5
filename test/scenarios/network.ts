import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import type { ScenarioAccount } from './scenario';

/** A VPC with one subnet and one security group. */
export interface ScenarioNetwork {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly groupId: string;
}

/** Creates a VPC 10.`second`.0.0/16 with a subnet in us-east-1a. */
export async function addNetwork(
  { aws }: Pick<ScenarioAccount, 'aws'>,
  second: number,
): Promise<ScenarioNetwork> {
  const { Vpc } = await aws.ec2.send(new CreateVpcCommand({ CidrBlock: `10.${second}.0.0/16` }));
  const vpcId = madeId(Vpc?.VpcId);
  const { Subnet } = await aws.ec2.send(
    new CreateSubnetCommand({
      VpcId: vpcId,
      AvailabilityZone: 'us-east-1a',
      CidrBlock: `10.${second}.1.0/24`,
    }),
  );
  const { GroupId } = await aws.ec2.send(
    new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: 'ml', Description: 'machine learning' }),
  );
  return { vpcId, subnetId: madeId(Subnet?.SubnetId), groupId: madeId(GroupId) };
}

/** Creates an interface endpoint for a SageMaker service (`api`, `runtime`), by default without private DNS. */
export async function addEndpoint(
  { aws }: Pick<ScenarioAccount, 'aws'>,
  { vpcId, subnetId, groupId }: ScenarioNetwork,
  service: 'api' | 'runtime',
  PrivateDnsEnabled = false,
): Promise<string> {
  const { VpcEndpoint } = await aws.ec2.send(
    new CreateVpcEndpointCommand({
      VpcEndpointType: 'Interface',
      VpcId: vpcId,
      ServiceName: `com.amazonaws.us-east-1.sagemaker.${service}`,
      SubnetIds: [subnetId],
      SecurityGroupIds: [groupId],
      PrivateDnsEnabled,
    }),
  );
  return madeId(VpcEndpoint?.VpcEndpointId);
}

/** Creates another security group in the VPC. Returns its id. */
export async function addGroup(
  { aws }: Pick<ScenarioAccount, 'aws'>,
  { vpcId }: ScenarioNetwork,
  GroupName: string,
): Promise<string> {
  const { GroupId } = await aws.ec2.send(
    new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName, Description: GroupName }),
  );
  return madeId(GroupId);
}

/** Removes the rule that every new group has: egress to everywhere. */
export async function shutOut({ aws }: Pick<ScenarioAccount, 'aws'>, GroupId: string): Promise<void> {
  await aws.ec2.send(
    new RevokeSecurityGroupEgressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    }),
  );
}

/** Admits a range on TCP 443. */
export async function admit(
  { aws }: Pick<ScenarioAccount, 'aws'>,
  GroupId: string,
  CidrIp: string,
): Promise<void> {
  await aws.ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp }] }],
    }),
  );
}

/** An id in an answer, which AWS always sends although its type is optional. */
export function madeId(id: string | undefined): string {
  if (id === undefined) throw new Error('the answer has no id');
  return id;
}

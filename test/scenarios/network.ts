import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import type { ScenarioAccount } from './scenario';

/** A VPC with one subnet and one security group. */
export interface Network {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly groupId: string;
}

/** Makes a VPC 10.`second`.0.0/16 with a subnet in us-east-1a. */
export async function addNetwork({ aws }: Pick<ScenarioAccount, 'aws'>, second: number): Promise<Network> {
  const { Vpc } = await aws.ec2.send(new CreateVpcCommand({ CidrBlock: `10.${second}.0.0/16` }));
  const vpcId = made(Vpc?.VpcId);
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
  return { vpcId, subnetId: made(Subnet?.SubnetId), groupId: made(GroupId) };
}

/** Makes an interface endpoint for a SageMaker service (`api`, `runtime`), without private DNS. Returns its id. */
export async function addEndpoint(
  { aws }: Pick<ScenarioAccount, 'aws'>,
  { vpcId, subnetId, groupId }: Network,
  service: 'api' | 'runtime',
): Promise<string> {
  const { VpcEndpoint } = await aws.ec2.send(
    new CreateVpcEndpointCommand({
      VpcEndpointType: 'Interface',
      VpcId: vpcId,
      ServiceName: `com.amazonaws.us-east-1.sagemaker.${service}`,
      SubnetIds: [subnetId],
      SecurityGroupIds: [groupId],
      PrivateDnsEnabled: false,
    }),
  );
  return made(VpcEndpoint?.VpcEndpointId);
}

/** An id that AWS always answers with. */
export function made(id: string | undefined): string {
  if (id === undefined) throw new Error('the embedded account did not answer with an id');
  return id;
}

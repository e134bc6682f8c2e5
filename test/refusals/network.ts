import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  type EC2Client,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { CreateNotebookInstanceCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';

/** A VPC with DNS names on, subnets in us-east-1a and us-east-1b, and two security groups. */
export interface SmallNetwork {
  readonly VpcId: string;
  readonly subnets: readonly [string, string];
  /** The groups of notebooks and of endpoints; the latter admits nobody. */
  readonly consumers: string;
  readonly endpoints: string;
}

export async function smallNetwork(ec2: EC2Client): Promise<SmallNetwork> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = made(Vpc?.VpcId);
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  return {
    VpcId,
    subnets: [await makeSubnet(ec2, VpcId, 'us-east-1a', 1), await makeSubnet(ec2, VpcId, 'us-east-1b', 2)],
    consumers: await group(ec2, VpcId, 'notebooks'),
    endpoints: await group(ec2, VpcId, 'endpoints'),
  };
}

export async function makeSubnet(
  ec2: EC2Client,
  VpcId: string,
  AvailabilityZone: string,
  third: number,
): Promise<string> {
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId, AvailabilityZone, CidrBlock: `10.0.${third}.0/24` }),
  );
  return made(Subnet?.SubnetId);
}

async function group(ec2: EC2Client, VpcId: string, GroupName: string): Promise<string> {
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName, Description: 'x' }));
  return made(GroupId);
}

/** An interface endpoint for `sagemaker.api` in the first subnet, without private DNS. */
export async function apiEndpoint(
  ec2: EC2Client,
  { VpcId, subnets, endpoints }: SmallNetwork,
): Promise<string> {
  const { VpcEndpoint } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcEndpointType: 'Interface',
      VpcId,
      ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
      SubnetIds: subnets.slice(0, 1),
      SecurityGroupIds: [endpoints],
    }),
  );
  return made(VpcEndpoint?.VpcEndpointId);
}

/** Admits a source on TCP 443. */
export function letIn(ec2: EC2Client, GroupId: string, source: { CidrIp: string } | { GroupId: string }) {
  const peer = 'CidrIp' in source ? { IpRanges: [source] } : { UserIdGroupPairs: [source] };
  return ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...peer }],
    }),
  );
}

/** A notebook inside the VPC, without direct internet access. */
export function notebookIn(
  sagemaker: SageMakerClient,
  { consumers }: SmallNetwork,
  SubnetId: string,
  NotebookInstanceName = 'churn',
) {
  return sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName,
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::111122223333:role/notebook',
      SubnetId,
      SecurityGroupIds: [consumers],
      DirectInternetAccess: 'Disabled',
    }),
  );
}

function made(id: string | undefined): string {
  if (id === undefined) throw new Error('the answer has no id');
  return id;
}

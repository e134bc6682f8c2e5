import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import type { Clients } from '@palisade/sandbox/clients';

/** A VPC for endpoints. */
export interface SeededVpc {
  readonly id: string;
  readonly subnet: string;
  readonly group: string;
}

export async function addVpc({ ec2 }: Clients, second: number): Promise<SeededVpc> {
  const cidr = (rest: string): string => `10.${second}.${rest}`;
  const { Vpc: made } = await ec2.send(new CreateVpcCommand({ CidrBlock: cidr('0.0/16') }));
  const id = seededId(made?.VpcId);
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId: id, EnableDnsHostnames: { Value: true } }));
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId: id, AvailabilityZone: 'us-east-1a', CidrBlock: cidr('1.0/24') }),
  );
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId: id, GroupName: 'endpoints', Description: 'endpoints' }),
  );
  return { id, subnet: seededId(Subnet?.SubnetId), group: seededId(GroupId) };
}

/** An interface endpoint; `service` is `api` or `runtime`. Returns its id. */
export async function seedEndpoint(
  { ec2 }: Clients,
  vpc: SeededVpc,
  service: 'api' | 'runtime',
  PrivateDnsEnabled: boolean,
): Promise<string> {
  const { VpcEndpoint } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcEndpointType: 'Interface',
      VpcId: vpc.id,
      ServiceName: `com.amazonaws.us-east-1.sagemaker.${service}`,
      SubnetIds: [vpc.subnet],
      SecurityGroupIds: [vpc.group],
      PrivateDnsEnabled,
    }),
  );
  return seededId(VpcEndpoint?.VpcEndpointId);
}

/** A running notebook instance; private only with a VPC. */
export async function seedNotebook({ sagemaker }: Clients, name: string, vpc?: SeededVpc): Promise<void> {
  await sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: name,
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::111122223333:role/notebooks',
      ...(vpc === undefined
        ? { DirectInternetAccess: 'Enabled' }
        : { DirectInternetAccess: 'Disabled', SubnetId: vpc.subnet, SecurityGroupIds: [vpc.group] }),
    }),
  );
  await reaches({ sagemaker }, name, 'InService');
}

export async function seedStop({ sagemaker }: Clients, name: string): Promise<void> {
  await sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName: name }));
  await reaches({ sagemaker }, name, 'Stopped');
}

export async function seededNotebookStatus(
  { sagemaker }: Pick<Clients, 'sagemaker'>,
  name: string,
): Promise<string | undefined> {
  const described = await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: name }));
  return described.NotebookInstanceStatus;
}

/** Waits until the notebook has this status. */
export async function reaches(
  clients: Pick<Clients, 'sagemaker'>,
  name: string,
  status: string,
): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await seededNotebookStatus(clients, name)) === status) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${name} did not become ${status}`);
}

/** A user who may open notebooks from anywhere. */
export async function addOpenUser(clients: Clients, UserName: string): Promise<void> {
  await clients.iam.send(new CreateUserCommand({ UserName }));
  await openUser(clients, UserName);
}

export async function openUser({ iam }: Clients, UserName: string): Promise<void> {
  await iam.send(
    new PutUserPolicyCommand({ UserName, PolicyName: 'notebooks', PolicyDocument: openNotebooks }),
  );
}

export const openNotebooks = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sagemaker:CreatePresignedNotebookInstanceUrl', Resource: '*' }],
});

export function seededId(id: string | undefined): string {
  if (id === undefined) throw new Error('the answer has no id');
  return id;
}

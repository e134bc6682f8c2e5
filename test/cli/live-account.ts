import { createClients } from '../../adapters/aws/clients';
import { type Sandbox, startSandbox } from '@palisade/sandbox';

/** A sandbox account that the command reaches like AWS: through the SDK's environment variables. */
export interface LiveAccount {
  readonly sandbox: Sandbox;
  readonly endpointId: string;
  readonly vpcId: string;
  readonly status: (notebook: string) => Promise<string | undefined>;
  readonly stop: () => Promise<void>;
}

const transition = 150;
const environment = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIATEST',
  AWS_SECRET_ACCESS_KEY: 'secret',
} as const;

/** A VPC with a `sagemaker.api` endpoint without private DNS, a notebook with drift, and a user with outside access. */
export async function liveAccount(): Promise<LiveAccount> {
  const sandbox = await startSandbox({
    timings: {
      notebookStart: transition,
      notebookStop: transition,
      notebookDelete: transition,
      notebookUpdate: transition,
      endpointCreate: 1,
      endpointModify: 1,
      queueSecond: 20,
    },
  });
  const before = { ...process.env };
  Object.assign(process.env, environment, { AWS_ENDPOINT_URL: sandbox.url });
  const clients = createClients();
  const ids = await network(clients);
  await notebook(clients, 'churn');
  await user(clients);
  await new Promise((resolve) => setTimeout(resolve, 2 * transition));
  sandbox.resetCalls();

  const { DescribeNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
  return {
    sandbox,
    ...ids,
    status: async (NotebookInstanceName) => {
      const sagemaker = await clients.sagemaker();
      const reply = await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName }));
      return reply.NotebookInstanceStatus;
    },
    stop: async () => {
      for (const name of [...Object.keys(environment), 'AWS_ENDPOINT_URL'])
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
      await sandbox.stop();
    },
  };
}

type Clients = ReturnType<typeof createClients>;

async function network(clients: Clients): Promise<{ vpcId: string; endpointId: string }> {
  const sdk = await import('@aws-sdk/client-ec2');
  const ec2 = await clients.ec2();
  const { Vpc } = await ec2.send(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = made(Vpc?.VpcId);
  const { Subnet } = await ec2.send(
    new sdk.CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-east-1a' }),
  );
  const { GroupId } = await ec2.send(
    new sdk.CreateSecurityGroupCommand({ VpcId, GroupName: 'endpoints', Description: 'endpoints' }),
  );
  const { VpcEndpoint } = await ec2.send(
    new sdk.CreateVpcEndpointCommand({
      VpcId,
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
      SubnetIds: [made(Subnet?.SubnetId)],
      SecurityGroupIds: [made(GroupId)],
      PrivateDnsEnabled: false,
    }),
  );
  return { vpcId: VpcId, endpointId: made(VpcEndpoint?.VpcEndpointId) };
}

async function notebook(clients: Clients, NotebookInstanceName: string): Promise<void> {
  const { CreateNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
  const sagemaker = await clients.sagemaker();
  await sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName,
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::111122223333:role/notebook',
      DirectInternetAccess: 'Enabled',
    }),
  );
}

async function user(clients: Clients): Promise<void> {
  const { CreateUserCommand, PutUserPolicyCommand } = await import('@aws-sdk/client-iam');
  const iam = await clients.iam();
  await iam.send(new CreateUserCommand({ UserName: 'alice' }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'alice',
      PolicyName: 'notebooks',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'sagemaker:CreatePresignedNotebookInstanceUrl', Resource: '*' },
        ],
      }),
    }),
  );
}

function made(id: string | undefined): string {
  if (id === undefined) throw new Error('the answer has no id');
  return id;
}

import type { AwsClients } from '../../adapters/aws/clients';

/** The ids that AWS gave to the network of the scenario. */
export interface StartNetwork {
  readonly ml: Vpc;
  readonly research: Vpc;
  readonly central: Vpc;
  readonly shared: Vpc;
  readonly endpoints: Readonly<Record<EndpointName, string>>;
}

interface Vpc {
  readonly id: string;
  readonly subnet: string;
  readonly group: string;
}

type EndpointName = 'mlApi' | 'mlNotebook' | 'mlRuntime' | 'researchApi' | 'centralRuntime' | 'sharedRuntime';

/**
 * Four VPCs: `ml` is healthy except for the private DNS of two endpoints; `research` also has its DNS hostnames off;
 * `central` is served by a private hosted zone; `shared` has a zone that may or may not serve the name.
 */
export async function buildNetwork(clients: AwsClients): Promise<StartNetwork> {
  const ml = await createVpc(clients, '10.0.0.0/16', true);
  const research = await createVpc(clients, '10.1.0.0/16', false);
  const central = await createVpc(clients, '10.2.0.0/16', true);
  const shared = await createVpc(clients, '10.3.0.0/16', true);
  await createZone(clients, 'runtime.sagemaker.us-east-1.amazonaws.com', central.id);
  await createZone(clients, 'us-east-1.amazonaws.com', shared.id);
  const api = 'com.amazonaws.us-east-1.sagemaker.api';
  const runtime = 'com.amazonaws.us-east-1.sagemaker.runtime';
  return {
    ml,
    research,
    central,
    shared,
    endpoints: {
      mlApi: await createEndpoint(clients, ml, api, true),
      mlNotebook: await createEndpoint(clients, ml, 'aws.sagemaker.us-east-1.notebook', false),
      mlRuntime: await createEndpoint(clients, ml, runtime, false),
      researchApi: await createEndpoint(clients, research, api, false),
      centralRuntime: await createEndpoint(clients, central, runtime, false),
      sharedRuntime: await createEndpoint(clients, shared, runtime, false),
    },
  };
}

async function createVpc(clients: AwsClients, CidrBlock: string, hostnames: boolean): Promise<Vpc> {
  const { CreateVpcCommand, ModifyVpcAttributeCommand, CreateSubnetCommand, CreateSecurityGroupCommand } =
    await import('@aws-sdk/client-ec2');
  const ec2 = await clients.ec2();
  const id = made((await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc?.VpcId);
  if (hostnames)
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId: id, EnableDnsHostnames: { Value: true } }));
  const zone = { VpcId: id, AvailabilityZone: 'us-east-1a' };
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ ...zone, CidrBlock: CidrBlock.replace('0.0/16', '1.0/24') }),
  );
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId: id, GroupName: 'endpoints', Description: 'SageMaker endpoints' }),
  );
  return { id, subnet: made(Subnet?.SubnetId), group: made(GroupId) };
}

async function createZone(clients: AwsClients, Name: string, VPCId: string): Promise<void> {
  const { CreateHostedZoneCommand } = await import('@aws-sdk/client-route-53');
  const route53 = await clients.route53();
  await route53.send(
    new CreateHostedZoneCommand({ Name, CallerReference: Name, VPC: { VPCId, VPCRegion: 'us-east-1' } }),
  );
}

async function createEndpoint(
  clients: AwsClients,
  vpc: Vpc,
  ServiceName: string,
  PrivateDnsEnabled: boolean,
): Promise<string> {
  const { CreateVpcEndpointCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = await clients.ec2();
  const { VpcEndpoint } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcEndpointType: 'Interface',
      VpcId: vpc.id,
      ServiceName,
      SubnetIds: [vpc.subnet],
      SecurityGroupIds: [vpc.group],
      PrivateDnsEnabled,
    }),
  );
  return made(VpcEndpoint?.VpcEndpointId);
}

function made(id: string | undefined): string {
  if (id === undefined) throw new Error('the embedded account did not answer with an id');
  return id;
}

import { setTimeout } from 'node:timers/promises';
import type { DnsEntry } from '@aws-sdk/client-ec2';
import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
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
 * `central` is served by a private hosted zone; `shared` has a zone that leads the name to an address which nobody here
 * knows.
 */
export async function buildNetwork(clients: AwsClients): Promise<StartNetwork> {
  const ml = await createVpc(clients, '10.0.0.0/16', true);
  const research = await createVpc(clients, '10.1.0.0/16', false);
  const central = await createVpc(clients, '10.2.0.0/16', true);
  const shared = await createVpc(clients, '10.3.0.0/16', true);
  const api = 'com.amazonaws.us-east-1.sagemaker.api';
  const runtime = 'com.amazonaws.us-east-1.sagemaker.runtime';
  const network: StartNetwork = {
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
  await serveByZones(clients, network);
  return network;
}

async function serveByZones(
  clients: AwsClients,
  { central, shared, endpoints }: StartNetwork,
): Promise<void> {
  const entry = await ownName(clients, endpoints.centralRuntime);
  const Name = 'runtime.sagemaker.us-east-1.amazonaws.com';
  const AliasTarget = {
    DNSName: made(entry.DnsName),
    HostedZoneId: made(entry.HostedZoneId),
    EvaluateTargetHealth: false,
  };
  await createZone(clients, Name, central.id, { Name, Type: 'A', AliasTarget });
  const ResourceRecords = [{ Value: '10.9.0.4' }];
  await createZone(clients, 'us-east-1.amazonaws.com', shared.id, {
    Name,
    Type: 'A',
    TTL: 60,
    ResourceRecords,
  });
}

/** The first DNS name of an endpoint, which AWS shows some time after it was made. */
async function ownName(clients: AwsClients, endpointId: string): Promise<DnsEntry> {
  const { DescribeVpcEndpointsCommand } = await import('@aws-sdk/client-ec2');
  const ec2 = await clients.ec2();
  const Filters = [{ Name: 'vpc-endpoint-id', Values: [endpointId] }];
  for (;;) {
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters }));
    const [entry] = VpcEndpoints?.[0]?.DnsEntries ?? [];
    if (entry !== undefined) return entry;
    await setTimeout(100);
  }
}

async function createVpc(clients: AwsClients, CidrBlock: string, hostnames: boolean): Promise<Vpc> {
  const {
    AuthorizeSecurityGroupIngressCommand,
    CreateVpcCommand,
    ModifyVpcAttributeCommand,
    CreateSubnetCommand,
    CreateSecurityGroupCommand,
  } = await import('@aws-sdk/client-ec2');
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
  const everybody = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: CidrBlock }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [everybody] }));
  return { id, subnet: made(Subnet?.SubnetId), group: made(GroupId) };
}

async function createZone(
  clients: AwsClients,
  Name: string,
  VPCId: string,
  ResourceRecordSet: ResourceRecordSet,
): Promise<void> {
  const { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand } =
    await import('@aws-sdk/client-route-53');
  const route53 = await clients.route53();
  const { HostedZone } = await route53.send(
    new CreateHostedZoneCommand({ Name, CallerReference: Name, VPC: { VPCId, VPCRegion: 'us-east-1' } }),
  );
  const ChangeBatch = { Changes: [{ Action: 'CREATE' as const, ResourceRecordSet }] };
  await route53.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: made(HostedZone?.Id), ChangeBatch }),
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

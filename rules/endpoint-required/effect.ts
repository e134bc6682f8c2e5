import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Calls, NamedGroup } from './calls';
import { madeHere } from './tags';

/** The narrow port of what this effect calls. */
export interface EndpointRequiredClients {
  readonly ec2: () => Promise<EC2Client>;
}

type Effect = {
  readonly [C in keyof Calls]: (
    input: Calls[C],
    clients: EndpointRequiredClients,
    token: string,
  ) => Promise<unknown>;
};

/** The only code of this rule that changes AWS. Each entry changes one thing, and is safe to repeat. */
export const effect: Effect = {
  'ec2:CreateSecurityGroup': async ({ TagSpecifications, ...input }, clients) => {
    const { CreateSecurityGroupCommand } = await import('@aws-sdk/client-ec2');
    const command = new CreateSecurityGroupCommand({ ...input, TagSpecifications: [...TagSpecifications] });
    return (await clients.ec2()).send(command);
  },
  'ec2:DeleteSecurityGroup': async (group, clients) => {
    const { DeleteSecurityGroupCommand } = await import('@aws-sdk/client-ec2');
    const GroupId = await groupId(group, clients);
    return (await clients.ec2()).send(new DeleteSecurityGroupCommand({ GroupId }));
  },
  'ec2:AuthorizeSecurityGroupIngress': async ({ IpPermissions, ...group }, clients) => {
    const { AuthorizeSecurityGroupIngressCommand } = await import('@aws-sdk/client-ec2');
    const GroupId = await groupId(group, clients);
    return (await clients.ec2()).send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  },
  'ec2:RevokeSecurityGroupIngress': async ({ IpPermissions, ...group }, clients) => {
    const { RevokeSecurityGroupIngressCommand } = await import('@aws-sdk/client-ec2');
    const GroupId = await groupId(group, clients);
    return (await clients.ec2()).send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  },
  'ec2:CreateVpcEndpoint': async ({ SecurityGroupName, TagSpecifications, ...endpoint }, clients, token) => {
    const { CreateVpcEndpointCommand } = await import('@aws-sdk/client-ec2');
    const { VpcId } = endpoint;
    const SecurityGroupIds =
      SecurityGroupName === undefined
        ? endpoint.SecurityGroupIds
        : [await groupId({ VpcId, GroupName: SecurityGroupName }, clients)];
    const command = new CreateVpcEndpointCommand({
      ...endpoint,
      ...(SecurityGroupIds === undefined ? {} : { SecurityGroupIds }),
      TagSpecifications: [...TagSpecifications],
      ClientToken: token,
    });
    return (await clients.ec2()).send(command);
  },
  'ec2:DeleteVpcEndpoints': async ({ VpcId, ServiceName }, clients) => {
    const { DeleteVpcEndpointsCommand, DescribeVpcEndpointsCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    const Filters = [
      { Name: 'vpc-id', Values: [VpcId] },
      { Name: 'service-name', Values: [ServiceName] },
      { Name: `tag:${madeHere.Key}`, Values: [madeHere.Value] },
    ];
    const { VpcEndpoints = [] } = await client.send(new DescribeVpcEndpointsCommand({ Filters }));
    const ids = VpcEndpoints.filter(({ State }) => !/^delet/i.test(State ?? '')).flatMap(
      ({ VpcEndpointId }) => VpcEndpointId ?? [],
    );
    if (ids.length === 0) throw refusal('InvalidVpcEndpointId.NotFound', 'no such endpoint was made here');
    const { Unsuccessful = [] } = await client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: ids }));
    // AWS answers with HTTP 200 and the errors in the reply.
    const [failed] = Unsuccessful;
    if (failed !== undefined)
      throw refusal(failed.Error?.Code ?? 'Unknown', failed.Error?.Message ?? 'it was not deleted');
    return ids;
  },
};

async function groupId({ VpcId, GroupName }: NamedGroup, clients: EndpointRequiredClients): Promise<string> {
  const { DescribeSecurityGroupsCommand } = await import('@aws-sdk/client-ec2');
  const Filters = [
    { Name: 'vpc-id', Values: [VpcId] },
    { Name: 'group-name', Values: [GroupName] },
  ];
  const { SecurityGroups = [] } = await (
    await clients.ec2()
  ).send(new DescribeSecurityGroupsCommand({ Filters }));
  const id = SecurityGroups[0]?.GroupId;
  if (id === undefined) throw refusal('InvalidGroup.NotFound', `${VpcId} has no security group ${GroupName}`);
  return id;
}

/** An error in EC2's form, for what EC2 says in another way. */
function refusal(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

import { z } from 'zod';
import type { CallSpecs, Conditions, Send } from '../../core/model/call';
import { privateDns } from '../../core/endpoints/calls';
import { serviceNamePattern } from '../../core/model/sagemaker-services';
import { ec2Resources, onGroups, tagging } from '../../core/network/rule-calls';
import type { Calls, NamedGroup } from './inputs';
import { madeHere } from './tags';

/** Restricts a permission to resources with this rule's tag: nothing else may be deleted. */
const onlyOwn: Conditions = { StringEquals: { [`aws:ResourceTag/${madeHere.Key}`]: madeHere.Value } };

/** The calls of this rule, and the permissions that they need. Each changes one resource, and is safe to repeat. */
export const calls: CallSpecs<Calls> = {
  'ec2:CreateSecurityGroup': {
    step: [
      {
        sid: 'EndpointGroups',
        on: ec2Resources('security-group'),
        when: { StringEquals: { [`aws:RequestTag/${madeHere.Key}`]: madeHere.Value } },
      },
      { sid: 'EndpointGroupsInVpcs', on: ec2Resources('vpc') },
      ...tagging('security-group', 'CreateSecurityGroup'),
    ],
  },
  'ec2:DeleteSecurityGroup': {
    inverse: [{ sid: 'DeleteOnlyOwn', on: ec2Resources('security-group'), when: onlyOwn }],
    perform: async (group, send) => send('ec2:DeleteSecurityGroup', { GroupId: await groupId(group, send) }),
  },
  'ec2:AuthorizeSecurityGroupIngress': {
    step: onGroups,
    perform: async ({ IpPermissions, ...group }, send) =>
      send('ec2:AuthorizeSecurityGroupIngress', { GroupId: await groupId(group, send), IpPermissions }),
  },
  'ec2:RevokeSecurityGroupIngress': {
    inverse: onGroups,
    perform: async ({ IpPermissions, ...group }, send) =>
      send('ec2:RevokeSecurityGroupIngress', { GroupId: await groupId(group, send), IpPermissions }),
  },
  'ec2:CreateVpcEndpoint': {
    step: [
      {
        sid: 'CreateSageMakerEndpoints',
        on: ec2Resources('vpc-endpoint'),
        when: { StringLike: { 'ec2:VpceServiceName': [serviceNamePattern] } },
      },
      // The VPC, subnet and security group of an endpoint cannot be restricted by its service.
      { sid: 'PutEndpointsInto', on: ec2Resources('vpc', 'subnet', 'security-group') },
      ...tagging('vpc-endpoint', 'CreateVpcEndpoint'),
      ...privateDns,
    ],
    perform: async ({ SecurityGroupName, ...endpoint }, send, token) => {
      const { VpcId } = endpoint;
      const SecurityGroupIds =
        SecurityGroupName === undefined
          ? endpoint.SecurityGroupIds
          : [await groupId({ VpcId, GroupName: SecurityGroupName }, send)];
      return send('ec2:CreateVpcEndpoint', {
        ...endpoint,
        ...(SecurityGroupIds === undefined ? {} : { SecurityGroupIds }),
        ClientToken: token,
      });
    },
  },
  'ec2:DeleteVpcEndpoints': {
    inverse: [{ sid: 'DeleteOnlyOwn', on: ec2Resources('vpc-endpoint'), when: onlyOwn }],
    perform: async ({ VpcId, ServiceName }, send) => {
      const Filters = [
        { Name: 'vpc-id', Values: [VpcId] },
        { Name: 'service-name', Values: [ServiceName] },
        { Name: `tag:${madeHere.Key}`, Values: [madeHere.Value] },
      ];
      const { VpcEndpoints } = endpointsReply.parse(await send('ec2:DescribeVpcEndpoints', { Filters }));
      const ids = VpcEndpoints.filter(({ State }) => !/^delet/i.test(State ?? '')).map(
        ({ VpcEndpointId }) => VpcEndpointId,
      );
      if (ids.length === 0) throw refusal('InvalidVpcEndpointId.NotFound', 'no such endpoint was made here');
      const { Unsuccessful } = deletionReply.parse(
        await send('ec2:DeleteVpcEndpoints', { VpcEndpointIds: ids }),
      );
      // AWS answers with HTTP 200 even for failures, and lists the errors in the reply.
      const [failed] = Unsuccessful;
      if (failed !== undefined)
        throw refusal(failed.Error?.Code ?? 'Unknown', failed.Error?.Message ?? 'it was not deleted');
      return ids;
    },
  },
};

const endpointsReply = z.object({
  VpcEndpoints: z.array(z.object({ VpcEndpointId: z.string(), State: z.string().optional() })).default([]),
});
const deletionReply = z.object({
  Unsuccessful: z
    .array(
      z.object({
        Error: z.object({ Code: z.string().optional(), Message: z.string().optional() }).optional(),
      }),
    )
    .default([]),
});
const groupsReply = z.object({ SecurityGroups: z.array(z.object({ GroupId: z.string() })).default([]) });

async function groupId({ VpcId, GroupName }: NamedGroup, send: Send): Promise<string> {
  const Filters = [
    { Name: 'vpc-id', Values: [VpcId] },
    { Name: 'group-name', Values: [GroupName] },
  ];
  const { SecurityGroups } = groupsReply.parse(await send('ec2:DescribeSecurityGroups', { Filters }));
  const [group] = SecurityGroups;
  if (group === undefined)
    throw refusal('InvalidGroup.NotFound', `${VpcId} has no security group ${GroupName}`);
  return group.GroupId;
}

/** An error in the form of EC2's, for failures that EC2 reports differently. */
function refusal(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

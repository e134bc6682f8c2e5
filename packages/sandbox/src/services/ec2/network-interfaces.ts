import type {
  AttachNetworkInterfaceRequest,
  AttachNetworkInterfaceResult,
  CreateNetworkInterfaceRequest,
  DescribeNetworkInterfacesRequest,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given } from '../members';
import { groupsOf } from './endpoint';
import { ec2Page, matchesFilters } from './filters';
import { addressIn, managedInterfaces } from './managed-interfaces';
import type { WireInterface } from './wire-interface';
import { EC2_SLOT, find } from './state';
import { findSubnet } from './subnets';
import { tagNew, tagsOf } from './tags';

/** Attached to nothing, until AttachNetworkInterface. */
export function createNetworkInterface(
  input: CreateNetworkInterfaceRequest,
  call: Call,
): { readonly NetworkInterface: WireInterface } {
  const subnet = findSubnet(call, given(input.SubnetId));
  const id = call.account.ids.ec2('eni');
  const address = input.PrivateIpAddress ?? addressIn(subnet.CidrBlock, id);
  const created: WireInterface = {
    NetworkInterfaceId: id,
    VpcId: subnet.VpcId,
    SubnetId: subnet.SubnetId,
    AvailabilityZone: subnet.AvailabilityZone,
    Description: input.Description ?? '',
    InterfaceType: input.InterfaceType ?? 'interface',
    Groups: groupsOf(call, subnet.VpcId, input.Groups),
    OwnerId: call.account.accountId,
    RequesterManaged: false,
    SourceDestCheck: true,
    Status: 'available',
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
  };
  call.state(EC2_SLOT).interfaces.set(id, created);
  tagNew(call, id, 'network-interface', input.TagSpecifications);
  return { NetworkInterface: { ...created, Status: 'pending', TagSet: tagsOf(call, id) } };
}

/** Instances are not modelled: any id of one is accepted. */
export function attachNetworkInterface(
  input: AttachNetworkInterfaceRequest,
  call: Call,
): AttachNetworkInterfaceResult {
  const { interfaces } = call.state(EC2_SLOT);
  const id = given(input.NetworkInterfaceId);
  const found = find(interfaces, id, 'eni', 'InvalidNetworkInterfaceID');
  if (found.Status !== 'available')
    throw new AwsError('InvalidNetworkInterface.InUse', `The interface ${id} is in use`);
  const AttachmentId = id.replace('eni', 'eni-attach');
  interfaces.set(id, {
    ...found,
    Status: 'in-use',
    Attachment: {
      AttachmentId,
      AttachTime: new Date(call.now),
      DeleteOnTermination: false,
      DeviceIndex: given(input.DeviceIndex),
      InstanceId: given(input.InstanceId),
      InstanceOwnerId: call.account.accountId,
      Status: 'attached',
    },
  });
  return { AttachmentId };
}

/** Those that were created, and those of the resources that have some in AWS. */
export function describeNetworkInterfaces(
  input: DescribeNetworkInterfacesRequest,
  call: Call,
): { readonly NetworkInterfaces: readonly WireInterface[] } {
  const all = new Map(
    [...call.state(EC2_SLOT).interfaces.values(), ...managedInterfaces(call)].map((one) => [
      one.NetworkInterfaceId,
      one,
    ]),
  );
  const chosen = input.NetworkInterfaceIds?.map((id) =>
    find(all, id, 'eni', 'InvalidNetworkInterfaceID'),
  ) ?? [...all.values()];
  const matching = chosen.filter((one) =>
    matchesFilters(
      input.Filters,
      {
        'vpc-id': [one.VpcId],
        'subnet-id': [one.SubnetId],
        'network-interface-id': [one.NetworkInterfaceId],
        'group-id': (one.Groups ?? []).map(({ GroupId }) => GroupId),
        'interface-type': [one.InterfaceType],
        'attachment.instance-id': [one.Attachment?.InstanceId],
        'requester-managed': [String(one.RequesterManaged ?? false)],
        'private-ip-address': [one.PrivateIpAddress],
        'availability-zone': [one.AvailabilityZone],
        description: [one.Description],
        status: [one.Status],
      },
      tagsOf(call, one.NetworkInterfaceId),
    ),
  );
  const { items, next } = ec2Page(matching, input);
  return defined({
    NetworkInterfaces: items.map((one) => ({ ...one, TagSet: tagsOf(call, one.NetworkInterfaceId) })),
    NextToken: next,
  });
}

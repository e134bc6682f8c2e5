import { createHash } from 'node:crypto';
import type { Call } from '../../account/account';
import { SAGEMAKER_SLOT } from '../sagemaker/state';
import { EC2_SLOT } from './state';
import type { WireInterface } from './wire-interface';

interface Managed {
  readonly id: string;
  readonly subnetId: string | undefined;
  readonly type: string;
  readonly description: string;
  readonly groupIds?: readonly (string | undefined)[];
  readonly requesterManaged?: boolean;
}

/**
 * The interfaces of endpoints, NAT gateways, notebooks and apps, with the descriptions that published outputs of
 * describe-network-interfaces have (read 1 December 2026). Whether SageMaker's are requester-managed was not found.
 */
export function managedInterfaces(call: Call): readonly WireInterface[] {
  const { subnets } = call.state(EC2_SLOT);
  return [...ofNetwork(call), ...ofSageMaker(call)].flatMap(
    ({ id, subnetId = '', type, description, groupIds = [], requesterManaged }): readonly WireInterface[] => {
      const subnet = subnets.get(subnetId);
      if (subnet === undefined) return [];
      const address = addressIn(subnet.CidrBlock, id);
      return [
        {
          NetworkInterfaceId: id,
          VpcId: subnet.VpcId,
          SubnetId: subnetId,
          AvailabilityZone: subnet.AvailabilityZone,
          Description: description,
          InterfaceType: type,
          Groups: groupIds.flatMap((GroupId) => (GroupId === undefined ? [] : [{ GroupId }])),
          OwnerId: call.account.accountId,
          ...(requesterManaged === undefined ? {} : { RequesterManaged: requesterManaged }),
          Status: 'in-use',
          Attachment: { DeviceIndex: 1, InstanceOwnerId: 'amazon-aws', Status: 'attached' },
          PrivateIpAddress: address,
          PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
        },
      ];
    },
  );
}

function ofNetwork(call: Call): readonly Managed[] {
  const { endpoints, natGateways } = call.state(EC2_SLOT);
  return [
    ...[...endpoints.values()].flatMap(({ detail }) =>
      (detail.NetworkInterfaceIds ?? []).map((id, index) => ({
        id,
        subnetId: detail.SubnetIds?.[index],
        type: 'vpc_endpoint',
        description: `VPC Endpoint Interface ${detail.VpcEndpointId}`,
        groupIds: (detail.Groups ?? []).map(({ GroupId }) => GroupId),
        requesterManaged: true,
      })),
    ),
    ...[...natGateways.values()]
      .filter(({ State }) => State === 'available')
      .map(({ NatGatewayId, SubnetId }) => ({
        id: NatGatewayId.replace('nat', 'eni'),
        subnetId: SubnetId,
        type: 'nat_gateway',
        description: `Interface for NAT Gateway ${NatGatewayId}`,
        requesterManaged: true,
      })),
  ];
}

function ofSageMaker(call: Call): readonly Managed[] {
  const { notebooks, domains, apps } = call.state(SAGEMAKER_SLOT);
  return [
    ...[...notebooks.values()].flatMap(({ detail }) =>
      detail.NetworkInterfaceId === undefined
        ? []
        : [
            {
              id: detail.NetworkInterfaceId,
              subnetId: detail.SubnetId,
              type: 'interface',
              description: `[Do not delete] Network Interface created to access resources in your VPC for SageMaker Notebook Instance ${detail.NotebookInstanceName}`,
              groupIds: detail.SecurityGroups ?? [],
            },
          ],
    ),
    ...apps
      .filter(({ Status }) => Status === 'InService')
      .map(({ AppArn, DomainId }) => {
        const detail = domains.get(DomainId)?.detail;
        const hash = hashOf(AppArn);
        return {
          id: `eni-${hash.slice(0, 17)}`,
          subnetId: detail?.SubnetIds?.[0],
          type: 'interface',
          description: `[DO NOT DELETE] ENI managed by SageMaker for Studio Domain(${DomainId}) - ${hash.slice(0, 32)}`,
          groupIds: detail?.DefaultUserSettings?.SecurityGroups ?? [],
        };
      }),
  ];
}

/** The same address for the same interface every time; two of one subnet may have the same. */
export function addressIn(cidr: string | undefined, id: string): string {
  const [a, b, c] = (cidr ?? '10.0.0.0/24').split('.');
  return `${String(a)}.${String(b)}.${String(c)}.${4 + (parseInt(hashOf(id).slice(0, 6), 16) % 250)}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

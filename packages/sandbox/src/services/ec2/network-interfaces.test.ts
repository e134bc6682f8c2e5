import { expect, it } from '@jest/globals';
import {
  AttachNetworkInterfaceCommand,
  CreateNatGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DescribeNetworkInterfacesCommand,
} from '@aws-sdk/client-ec2';
import { CreateNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';

const test = useAccount();

it('network interfaces are those that were created and those of endpoints, gateways and notebooks', async () => {
  const { ec2, sagemaker } = test.aws;
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.7.0/24' }));
  const SubnetId = Subnet?.SubnetId;
  await ec2.send(new CreateNatGatewayCommand({ SubnetId }));
  await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId,
      ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
      VpcEndpointType: 'Interface',
      SubnetIds: [SubnetId ?? ''],
    }),
  );
  await sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: 'churn',
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::123456789012:role/r',
      SubnetId,
    }),
  );
  await test.sandbox.account.clock.advance(3_600_000);
  const { NetworkInterface } = await ec2.send(
    new CreateNetworkInterfaceCommand({ SubnetId, Description: 'web', PrivateIpAddress: '10.0.7.9' }),
  );
  expect(NetworkInterface).toMatchObject({ Status: 'pending', Groups: [{ GroupName: 'default' }] });
  const { NetworkInterfaceId } = NetworkInterface ?? {};
  const attach = () =>
    ec2.send(new AttachNetworkInterfaceCommand({ NetworkInterfaceId, InstanceId: 'i-0a', DeviceIndex: 0 }));
  await attach();
  expect(await errorOf(attach())).toBe('InvalidNetworkInterface.InUse');

  const found = async (Name: string, ...Values: string[]) => {
    const input = { Filters: [{ Name, Values }], IncludeManagedResources: true, MaxResults: 1_000 };
    const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand(input));
    return (NetworkInterfaces ?? []).map((one) => [one.InterfaceType, one.Description?.split(' ').at(0)]);
  };
  expect(await found('vpc-id', VpcId)).toEqual([
    ['interface', 'web'],
    ['vpc_endpoint', 'VPC'],
    ['nat_gateway', 'Interface'],
    ['interface', '[Do'],
  ]);
  expect(await found('attachment.instance-id', 'i-0a')).toEqual([['interface', 'web']]);
  expect(await found('private-ip-address', '10.0.7.9')).toHaveLength(1);
  expect(await found('vpc-id', 'vpc-other')).toEqual([]);
});

import { describe, expect, it } from '@jest/globals';
import {
  CreateNatGatewayCommand,
  CreateSubnetCommand,
  CreateVpcBlockPublicAccessExclusionCommand,
  CreateVpcCommand,
  CreateVpcEncryptionControlCommand,
  DeleteVpcBlockPublicAccessExclusionCommand,
  DescribeVpcBlockPublicAccessExclusionsCommand,
  DescribeVpcBlockPublicAccessOptionsCommand,
  DescribeVpcEncryptionControlsCommand,
  ModifyVpcBlockPublicAccessOptionsCommand,
  ModifyVpcEncryptionControlCommand,
} from '@aws-sdk/client-ec2';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';

const test = useAccount();

async function vpcWithSubnet() {
  const { ec2 } = test.aws;
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }));
  return { ec2, VpcId, SubnetId: Subnet?.SubnetId ?? '' };
}

describe('VPC Block Public Access', () => {
  it('is off until somebody turns it on', async () => {
    const { ec2 } = test.aws;
    const options = async () =>
      (await ec2.send(new DescribeVpcBlockPublicAccessOptionsCommand({}))).VpcBlockPublicAccessOptions;
    expect(await options()).toMatchObject({
      AwsRegion: 'us-east-1',
      State: 'default-state',
      InternetGatewayBlockMode: 'off',
      ExclusionsAllowed: 'allowed',
    });
    const { VpcBlockPublicAccessOptions: changing } = await ec2.send(
      new ModifyVpcBlockPublicAccessOptionsCommand({ InternetGatewayBlockMode: 'block-bidirectional' }),
    );
    expect(changing?.State).toBe('update-in-progress');
    expect(await options()).toMatchObject({
      State: 'update-complete',
      InternetGatewayBlockMode: 'block-bidirectional',
    });
  });

  it('has exclusions of a VPC or a subnet, which stay listed when they are deleted', async () => {
    const { ec2, VpcId, SubnetId } = await vpcWithSubnet();
    const mode = { InternetGatewayExclusionMode: 'allow-egress' } as const;
    const create = async (on: { VpcId?: string; SubnetId?: string }) =>
      (await ec2.send(new CreateVpcBlockPublicAccessExclusionCommand({ ...mode, ...on })))
        .VpcBlockPublicAccessExclusion;
    const ofSubnet = await create({ SubnetId });
    await create({ VpcId });
    expect(await errorOf(create({ VpcId, SubnetId }))).toBe('InvalidParameterCombination');
    expect(await errorOf(create({ VpcId: 'vpc-00000000' }))).toBe('InvalidVpcID.NotFound');
    await ec2.send(
      new DeleteVpcBlockPublicAccessExclusionCommand({ ExclusionId: ofSubnet?.ExclusionId ?? '' }),
    );
    const { VpcBlockPublicAccessExclusions: all } = await ec2.send(
      new DescribeVpcBlockPublicAccessExclusionsCommand({}),
    );
    expect(all?.map(({ ResourceArn, State }) => [ResourceArn, State])).toEqual([
      [expect.stringMatching(`:subnet/${SubnetId}$`), 'delete-complete'],
      [expect.stringMatching(`:vpc/${VpcId}$`), 'create-complete'],
    ]);
  });
});

describe('encryption controls', () => {
  it('begin in monitor mode, and enforce once NAT gateways are excluded', async () => {
    const { ec2, VpcId, SubnetId } = await vpcWithSubnet();
    await ec2.send(new CreateNatGatewayCommand({ SubnetId }));
    const { VpcEncryptionControl } = await ec2.send(new CreateVpcEncryptionControlCommand({ VpcId }));
    expect(await errorOf(ec2.send(new CreateVpcEncryptionControlCommand({ VpcId })))).toBe(
      'VpcEncryptionControlAlreadyExists',
    );
    const VpcEncryptionControlId = VpcEncryptionControl?.VpcEncryptionControlId;
    const enforce = { VpcEncryptionControlId, Mode: 'enforce' } as const;
    expect(await errorOf(ec2.send(new ModifyVpcEncryptionControlCommand(enforce)))).toBe(
      'OperationNotPermitted',
    );
    await ec2.send(new ModifyVpcEncryptionControlCommand({ ...enforce, NatGatewayExclusion: 'enable' }));
    const { VpcEncryptionControls } = await ec2.send(
      new DescribeVpcEncryptionControlsCommand({ Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }),
    );
    expect(VpcEncryptionControls).toMatchObject([
      {
        VpcId,
        Mode: 'enforce',
        State: 'available',
        ResourceExclusions: { NatGateway: { State: 'enabled' } },
      },
    ]);
  });
});

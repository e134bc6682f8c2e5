import { CreateSubnetCommand } from '@aws-sdk/client-ec2';
import { CreateNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { addEndpoint, addNetwork, madeId } from '../../test/scenarios/network';
import type { Scenario } from '../../test/scenarios/scenario';

export const scenarios: readonly Scenario[] = [
  {
    rule: 'endpoint-subnets',
    name: 'an endpoint in one zone gets a subnet in the other zone where a notebook is',
    ends: 'fixed',
    seed: async (account) => {
      const network = await addNetwork(account, 0);
      const { Subnet } = await account.aws.ec2.send(
        new CreateSubnetCommand({
          VpcId: network.vpcId,
          AvailabilityZone: 'us-east-1b',
          CidrBlock: '10.0.2.0/24',
        }),
      );
      await account.aws.sagemaker.send(
        new CreateNotebookInstanceCommand({
          NotebookInstanceName: 'zone-b',
          InstanceType: 'ml.t3.medium',
          RoleArn: 'arn:aws:iam::111122223333:role/notebook',
          SubnetId: madeId(Subnet?.SubnetId),
          SecurityGroupIds: [network.groupId],
          DirectInternetAccess: 'Disabled',
        }),
      );
      const id = await addEndpoint(account, network, 'api');
      await account.wait();
      return { type: 'AWS::EC2::VPCEndpoint', id };
    },
  },
];

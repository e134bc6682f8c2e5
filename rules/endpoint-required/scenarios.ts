import { ModifyVpcAttributeCommand } from '@aws-sdk/client-ec2';
import { CreateNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { addNetwork } from '../../test/scenarios/network';
import type { Scenario } from '../../test/scenarios/scenario';

export const scenarios: readonly Scenario[] = [
  {
    rule: 'endpoint-required',
    name: 'a security group and the three endpoints that a notebook needs are made, once somebody agreed',
    approve: 'steps',
    ends: 'fixed',
    seed: async (account) => {
      const { vpcId, subnetId, groupId } = await addNetwork(account, 0);
      await account.aws.ec2.send(
        new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: true } }),
      );
      await account.aws.sagemaker.send(
        new CreateNotebookInstanceCommand({
          NotebookInstanceName: 'without-endpoints',
          InstanceType: 'ml.t3.medium',
          RoleArn: 'arn:aws:iam::111122223333:role/notebook',
          SubnetId: subnetId,
          SecurityGroupIds: [groupId],
          DirectInternetAccess: 'Disabled',
        }),
      );
      await account.wait();
      return { type: 'AWS::EC2::VPC', id: vpcId };
    },
  },
];

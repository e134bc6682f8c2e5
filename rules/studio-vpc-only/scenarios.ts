import { CreateDomainCommand } from '@aws-sdk/client-sagemaker';
import { addNetwork, madeId } from '../../test/scenarios/network';
import type { Scenario } from '../../test/scenarios/scenario';

export const scenarios: readonly Scenario[] = [
  {
    rule: 'studio-vpc-only',
    name: 'a domain without apps is updated',
    ends: 'fixed',
    seed: async (account) => {
      const { vpcId, subnetId, groupId } = await addNetwork(account, 0);
      const { DomainId } = await account.aws.sagemaker.send(
        new CreateDomainCommand({
          DomainName: 'research',
          AuthMode: 'IAM',
          VpcId: vpcId,
          SubnetIds: [subnetId],
          DefaultUserSettings: {
            ExecutionRole: 'arn:aws:iam::111122223333:role/studio',
            SecurityGroups: [groupId],
          },
        }),
      );
      await account.wait();
      return { type: 'AWS::SageMaker::Domain', id: madeId(DomainId) };
    },
  },
];

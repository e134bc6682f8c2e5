import { CreateDomainCommand } from '@aws-sdk/client-sagemaker';
import { addEndpoint, addGroup, addNetwork, admit, shutOut } from '../../test/scenarios/network';
import { addNotebook } from '../../test/scenarios/notebook';
import type { Scenario } from '../../test/scenarios/scenario';

const type = 'AWS::EC2::VPCEndpoint';

export const scenarios: readonly Scenario[] = [
  {
    rule: 'endpoint-security-group',
    name: 'the VPC is admitted, a domain let out, then the open rule removed once approved',
    approve: 'steps',
    ends: 'fixed',
    seed: async (account) => {
      const network = await addNetwork(account, 0);
      const apps = await addGroup(account, network, 'apps');
      await account.aws.sagemaker.send(
        new CreateDomainCommand({
          DomainName: 'shut-out',
          AuthMode: 'IAM',
          VpcId: network.vpcId,
          SubnetIds: [network.subnetId],
          AppNetworkAccessType: 'VpcOnly',
          DefaultUserSettings: {
            ExecutionRole: 'arn:aws:iam::111122223333:role/studio',
            SecurityGroups: [apps],
          },
        }),
      );
      const id = await addEndpoint(account, network, 'api');
      await account.wait();
      await shutOut(account, apps);
      await admit(account, network.groupId, '0.0.0.0/0');
      return { type, id };
    },
  },
  {
    rule: 'endpoint-security-group',
    name: 'a notebook that is kept out is admitted',
    ends: 'fixed',
    seed: async (account) => {
      const network = await addNetwork(account, 0);
      const id = await addEndpoint(account, network, 'api');
      await addNotebook(account, 'kept-out', {
        SubnetId: network.subnetId,
        SecurityGroupIds: [await addGroup(account, network, 'notebooks')],
        DirectInternetAccess: 'Disabled',
      });
      return { type, id };
    },
  },
];

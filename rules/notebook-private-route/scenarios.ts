import { ModifyVpcAttributeCommand } from '@aws-sdk/client-ec2';
import { addEndpoint, addGroup, addNetwork, admit, shutOut } from '../../test/scenarios/network';
import { addNotebook } from '../../test/scenarios/notebook';
import type { Scenario } from '../../test/scenarios/scenario';

export const scenarios: readonly Scenario[] = [
  {
    rule: 'notebook-private-route',
    name: 'a notebook is let out to the endpoints',
    ends: 'fixed',
    seed: async (account) => {
      const network = await addNetwork(account, 0);
      await account.aws.ec2.send(
        new ModifyVpcAttributeCommand({ VpcId: network.vpcId, EnableDnsHostnames: { Value: true } }),
      );
      await addEndpoint(account, network, 'api', true);
      await addEndpoint(account, network, 'runtime', true);
      await admit(account, network.groupId, '10.0.0.0/16');
      const notebooks = await addGroup(account, network, 'notebooks');
      const ref = await addNotebook(account, 'no-way-out', {
        SubnetId: network.subnetId,
        SecurityGroupIds: [notebooks],
        DirectInternetAccess: 'Disabled',
        RootAccess: 'Disabled',
      });
      await shutOut(account, notebooks);
      return ref;
    },
  },
];

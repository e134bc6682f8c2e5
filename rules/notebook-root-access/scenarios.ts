import { addEndpoint, addNetwork } from '../../test/scenarios/network';
import { addNotebook } from '../../test/scenarios/notebook';
import type { Scenario } from '../../test/scenarios/scenario';

export const scenarios: readonly Scenario[] = [
  {
    rule: 'notebook-root-access',
    name: 'a running notebook is stopped, updated and started again',
    ends: 'fixed',
    seed: async (account) => {
      const network = await addNetwork(account, 0);
      // This makes the VPC an approved one.
      await addEndpoint(account, network, 'api');
      return addNotebook(account, 'rooted', {
        RootAccess: 'Enabled',
        // No other rule has a reason to stop it: its changes would prevent the undo of this one.
        DirectInternetAccess: 'Disabled',
        SubnetId: network.subnetId,
        SecurityGroupIds: [network.groupId],
      });
    },
  },
];

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
      // With it the VPC is an approved one.
      await addEndpoint(account, network, 'api');
      return addNotebook(account, 'rooted', {
        RootAccess: 'Enabled',
        // Nothing for another rule to stop it for: what that one changed would be in the way of taking this back.
        DirectInternetAccess: 'Disabled',
        SubnetId: network.subnetId,
        SecurityGroupIds: [network.groupId],
      });
    },
  },
];

import { addEndpoint, addNetwork } from '../../test/scenarios/network';
import { addNotebook } from '../../test/scenarios/notebook';
import type { Scenario } from '../../test/scenarios/scenario';

export const scenarios: readonly Scenario[] = [
  {
    rule: 'notebook-in-vpc',
    name: 'replaced inside the approved VPC, stopped, deleted, all approved',
    approve: 'data-loss',
    ends: 'gone',
    seed: async (account) => {
      await addEndpoint(account, await addNetwork(account, 0), 'api');
      await account.wait();
      return addNotebook(account, 'misplaced');
    },
  },
];

import { addEndpoint, addNetwork } from './network';
import { addNotebook } from './notebook';
import type { Scenario } from './scenario';

export const notebookInVpcScenarios: readonly Scenario[] = [
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

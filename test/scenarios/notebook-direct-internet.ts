import { addEndpoint, addNetwork } from './network';
import { addNotebook } from './notebook';
import type { Scenario } from './scenario';

const rule = 'notebook-direct-internet';

export const notebookDirectInternetScenarios: readonly Scenario[] = [
  {
    rule,
    name: 'a running notebook is stopped',
    ends: 'contained',
    seed: async (account) => {
      await addEndpoint(account, await addNetwork(account, 0), 'api');
      await account.wait();
      return addNotebook(account, 'open');
    },
  },
  {
    rule,
    name: 'stopped, replaced inside the VPC, deleted, all approved',
    approve: 'data-loss',
    ends: 'gone',
    seed: async (account) => {
      await addEndpoint(account, await addNetwork(account, 0), 'api');
      await account.wait();
      return addNotebook(account, 'open-to-the-end');
    },
  },
];

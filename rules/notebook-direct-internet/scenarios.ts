import { addEndpoint, addNetwork } from '../../test/scenarios/network';
import { addNotebook } from '../../test/scenarios/notebook';
import type { Scenario } from '../../test/scenarios/scenario';

const rule = 'notebook-direct-internet';

export const scenarios: readonly Scenario[] = [
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

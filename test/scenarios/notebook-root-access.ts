import { addNotebook } from './notebook';
import type { Scenario } from './scenario';

export const notebookRootAccessScenarios: readonly Scenario[] = [
  {
    rule: 'notebook-root-access',
    name: 'a running notebook is stopped, updated and started again',
    ends: 'fixed',
    seed: (account) => addNotebook(account, 'rooted', { RootAccess: 'Enabled' }),
  },
];

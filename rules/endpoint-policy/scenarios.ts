import { addEndpoint, addNetwork } from '../../test/scenarios/network';
import type { Scenario } from '../../test/scenarios/scenario';

export const scenarios: readonly Scenario[] = [
  {
    rule: 'endpoint-policy',
    name: 'the full-access policy of a new endpoint is replaced by one for the account',
    ends: 'fixed',
    seed: async (account) => {
      const id = await addEndpoint(account, await addNetwork(account, 0), 'api');
      await account.wait();
      return { type: 'AWS::EC2::VPCEndpoint', id };
    },
  },
];

import { addEndpoint, addNetwork } from '../../test/scenarios/network';
import type { Scenario } from '../../test/scenarios/scenario';

export const scenarios: readonly Scenario[] = [
  {
    rule: 'endpoint-private-dns',
    name: 'DNS hostnames of the VPC, then private DNS of the endpoint are switched on',
    ends: 'fixed',
    seed: async (account) => {
      // CreateVpc leaves DNS hostnames off.
      const id = await addEndpoint(account, await addNetwork(account, 0), 'api');
      await account.wait();
      return { type: 'AWS::EC2::VPCEndpoint', id };
    },
  },
  {
    rule: 'endpoint-private-dns',
    name: 'drift that no event reported is found and enqueued by the sweep',
    ends: 'fixed',
    isUnreported: true,
    seed: async (account) => {
      const id = await addEndpoint(account, await addNetwork(account, 0), 'api');
      await account.wait();
      return { type: 'AWS::EC2::VPCEndpoint', id };
    },
  },
];

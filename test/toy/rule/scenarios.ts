import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import { addEndpoint, addNetwork } from '../../test/scenarios/network';
import type { Scenario } from '../../test/scenarios/scenario';

export const scenarios: readonly Scenario[] = [
  {
    rule: 'endpoint-confidentiality',
    name: 'an endpoint that was tagged as public is internal again',
    ends: 'fixed',
    seed: async (account) => {
      const id = await addEndpoint(account, await addNetwork(account, 0), 'api');
      await account.wait();
      const Tags = [{ Key: 'confidentiality', Value: 'public' }];
      await account.aws.ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
      return { type: 'AWS::EC2::VPCEndpoint', id };
    },
  },
];

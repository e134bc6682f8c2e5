import type { Ports } from '../../core/model/ports';
import type { Sandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';

/** The same ports, with somebody else's action between the read and the first step of a call, once. */
export function interrupted(ports: Ports, call: string, work: () => Promise<unknown>): Ports {
  let isDone = false;
  return {
    ...ports,
    rules: ports.rules.map((rule) => ({
      ...rule,
      perform: async (...[step, send]: Parameters<typeof rule.perform>) => {
        if (step.call === call && !isDone) {
          isDone = true;
          await work();
        }
        return rule.perform(step, send);
      },
    })),
  };
}

/** Clients with another person's credentials. */
export function somebodyElse({ admin, url, accountId }: Sandbox): Clients {
  admin.setIdentity('AKIABOB', {
    type: 'IAMUser',
    principalId: 'AIDABOB00000000000000',
    arn: `arn:aws:iam::${accountId}:user/bob`,
    accountId,
    accessKeyId: 'AKIABOB',
    userName: 'bob',
  });
  return clientsOf(url, 'us-east-1', 'AKIABOB');
}

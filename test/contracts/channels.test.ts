import { EnableSecurityHubCommand, paginateGetFindings } from '@aws-sdk/client-securityhub';
import { describe, expect, it } from '@jest/globals';
import { type ChannelName, channels } from '../../adapters/channels';
import { ChannelOffError } from '../../core/model/ports';
import { useAccount } from '@palisade/sandbox/testing';
import { accountClients } from '../fakes/account-clients';
import { ruleMeta } from '../fakes/finding';
import { fakeChannel } from '../fakes/recorders';
import { channelContract, type ChannelInTest, item } from './channels';
import { nonEmpty } from '../non-empty';

const account = useAccount();
const place = { account: '111122223333', region: 'us-east-1' };

/** Reads what each channel shows. The type requires an entry for every channel. */
const ends: Readonly<Record<ChannelName, (isOn: boolean) => Promise<Omit<ChannelInTest, 'channel'>>>> = {
  'security-hub': async (isOn) => {
    const { securityhub } = account.aws;
    if (isOn) await securityhub.send(new EnableSecurityHubCommand({}));
    return {
      shown: async () => {
        const found = new Map<string, string>();
        for await (const { Findings = [] } of paginateGetFindings({ client: securityhub }, {}))
          for (const { Id = '', Title = '' } of Findings) found.set(Id.replace(/^palisade\//, ''), Title);
        return found;
      },
    };
  },
};

for (const { name, open, grants, left } of nonEmpty(channels)) {
  const clients = () => accountClients(account.aws);
  const make = async (isOn: boolean): Promise<ChannelInTest> => {
    const end = await ends[name](isOn);
    const metaOf = (id: string) => ruleMeta({ id });
    const channel = open({ clients: clients(), place, metaOf, pause: () => Promise.resolve() });
    return { ...end, channel };
  };

  channelContract(name, make);

  describe(`the descriptor of ${name}`, () => {
    it('has a grant for every call that it makes', async () => {
      const { channel } = await make(true);
      account.sandbox.resetCalls();
      await channel.publish([item('a'), item('b')]);
      const made = account.sandbox.calls().map(({ service, operation }) => `${service}:${operation}`);
      expect(new Set(made)).toEqual(new Set(grants.flatMap(({ calls }) => calls)));
    });

    it('finds what is left in the channel, and removes it', async () => {
      const { channel } = await make(true);
      expect(await left(clients(), place)).toBeUndefined();
      await channel.publish([item('a'), item('b')]);
      const found = await left(clients(), place);
      expect(found?.calls.length).toBeGreaterThan(0);
      await found?.take('2027-01-01T00:00:00.000Z');
      expect(await left(clients(), place)).toBeUndefined();
    });
  });
}

channelContract('the fake channel', (isOn) => {
  const channel = fakeChannel();
  channel.down = isOn ? undefined : new ChannelOffError('fake', 'it is off');
  return Promise.resolve({
    channel,
    shown: () =>
      Promise.resolve(new Map([...channel.latest()].map(([id, { finding }]) => [id, finding.title]))),
    refuse: (id) => {
      channel.refuses = new Set([id]);
    },
  });
});

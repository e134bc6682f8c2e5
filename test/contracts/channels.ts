import { describe, expect, it } from '@jest/globals';
import { type Channel, ChannelOffError, NotTakenError, type Published } from '../../core/model/ports';
import { finding } from '../fakes/finding';
import { findingRecord } from '../fakes/finding-record';

/** An empty channel, and what its users see. */
export interface ChannelInTest {
  readonly channel: Channel;
  /** Finding id → the title that is shown, for the findings that are open. */
  readonly shown: () => Promise<ReadonlyMap<string, string>>;
  /** Makes the channel refuse a finding. Absent if the channel itself refuses a finding without a title. */
  readonly refuse?: (findingId: string) => void;
}

const [early, late] = ['2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z'] as const;

export function item(name: string, title = 'title', updatedAt: string = early): Published {
  const id = `notebook-direct-internet/111122223333/us-east-1/notebook-instance/${name}`;
  return { finding: finding({ id, title }), record: findingRecord({ id, updatedAt, firstSeenAt: early }) };
}

const idOf = (name: string): string => item(name).finding.id;

/** The contract of the `Channel` port: publishing is an upsert of the whole state of each finding. */
export function channelContract(name: string, make: (isOn: boolean) => Promise<ChannelInTest>): void {
  describe(`${name} keeps the contract of channels`, () => {
    it('shows what was published, and accepts an empty list', async () => {
      const { channel, shown } = await make(true);
      await channel.publish([]);
      expect(await shown()).toEqual(new Map());
      await channel.publish([item('a'), item('b', 'another')]);
      expect(await shown()).toEqual(
        new Map([
          [idOf('a'), 'title'],
          [idOf('b'), 'another'],
        ]),
      );
    });

    it('shows a finding once, however often it is published', async () => {
      const { channel, shown } = await make(true);
      for (let times = 0; times < 3; times += 1) await channel.publish([item('a')]);
      expect((await shown()).size).toBe(1);
    });

    it('shows the newest state, in whatever order the states are published', async () => {
      const { channel, shown } = await make(true);
      await channel.publish([item('a', 'old')]);
      await channel.publish([item('a', 'new', late)]);
      await channel.publish([item('a', 'old')]);
      expect(await shown()).toEqual(new Map([[idOf('a'), 'new']]));
    });

    it('accepts more findings than fit into one call', async () => {
      const { channel, shown } = await make(true);
      await channel.publish(Array.from({ length: 250 }, (_, n) => item(`n${n}`)));
      expect((await shown()).size).toBe(250);
    });

    it('names the findings that it refuses, and accepts the others', async () => {
      const { channel, shown, refuse } = await make(true);
      const bad = item('bad', '', 'never');
      refuse?.(bad.finding.id);
      const error: unknown = await channel.publish([item('a'), bad, item('b')]).catch((one: unknown) => one);
      expect(error).toBeInstanceOf(NotTakenError);
      expect([...(error instanceof NotTakenError ? error.reasons.keys() : [])]).toEqual([idOf('bad')]);
      expect([...(await shown()).keys()].sort()).toEqual([idOf('a'), idOf('b')]);
    });

    it('reports that it is off, so that it is not retried immediately', async () => {
      const { channel } = await make(false);
      await expect(channel.publish([item('a')])).rejects.toBeInstanceOf(ChannelOffError);
    });
  });
}

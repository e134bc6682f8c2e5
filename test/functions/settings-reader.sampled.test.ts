import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { lastSettings, type LastSettingsStore } from '../../adapters/ledger/last-settings';
import { ledgerTable } from '../../adapters/ledger/table';
import type { Fault } from '@palisade/sandbox/account/faults';
import { type SettingsNews, settingsReader } from '../../functions/settings';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { rows, runs } from '../runner/size';

jest.setTimeout(60_000);

// Every state of the two parameters and of the stored settings, with the sandbox's Parameter Store and table.

const own = '/palisade/settings';
const central = 'arn:aws:ssm:us-east-1:999900001111:parameter/palisade/central-settings';

let account: Sandbox;
let aws: Clients;
let tables = 0;
let table: string;
let now = Date.parse('2027-01-01T00:00:00.000Z');
let news: SettingsNews[];

beforeAll(async () => {
  account = await startSandbox();
  aws = clientsOf(account.url);
});
afterAll(async () => {
  for (const client of Object.values(aws)) client.destroy();
  await account.stop();
});
beforeEach(async () => {
  tables += 1;
  table = `ledger-${tables}`;
  await aws.dynamodb.send(new CreateTableCommand(ledgerTable(table)));
  account.setFault(undefined);
  account.admin.shareParameter(central, undefined);
  await aws.ssm.send(new DeleteParameterCommand({ Name: own })).catch(() => undefined);
  now += 3_600_000;
  news = [];
});

const store = () => lastSettings({ dynamodb: () => Promise.resolve(aws.dynamodb) }, table);
/** The reader of a function after a cold start. */
const cold = (withCentral: boolean, last: LastSettingsStore = store()) =>
  settingsReader({
    clients: { ssm: () => Promise.resolve(aws.ssm) },
    at: { own, ...(withCentral ? { central } : {}) },
    last,
    tell: (one) => news.push(one),
  });
const putOwn = (Value: string) =>
  aws.ssm.send(new PutParameterCommand({ Name: own, Value, Type: 'String', Overwrite: true }));

type State = 'good' | 'bad' | 'missing' | 'denied' | 'throttled';
const states: readonly State[] = ['good', 'bad', 'missing', 'denied', 'throttled'];
type Memory = 'none' | 'of this function' | 'of another function';
const memories: readonly Memory[] = ['none', 'of this function', 'of another function'];

const texts = {
  central: {
    good: 'limits: { actionsPerHour: 7, sharePercent: 40 }\n',
    bad: '\nlimits: { actionPerHour: 7 }\n',
  },
  own: { good: 'limits: { sharePercent: 50 }\n', bad: 'limits: {}\n\n\nrule: {}\n' },
};

/** Puts a parameter into a state. Returns the fault that it needs. */
async function put(which: 'central' | 'own', state: State): Promise<Fault | undefined> {
  const text = state === 'bad' ? texts[which].bad : texts[which].good;
  if (which === 'central') account.admin.shareParameter(central, state === 'missing' ? undefined : text);
  else if (state === 'missing') await aws.ssm.send(new DeleteParameterCommand({ Name: own })).catch(() => 0);
  else await putOwn(text);
  if (state === 'denied') return { kind: 'denied' };
  return state === 'throttled' ? { kind: 'throttle' } : undefined;
}

async function setStates(centralState: State | 'not used', ownState: State): Promise<void> {
  const faults = {
    central: centralState === 'not used' ? undefined : await put('central', centralState),
    own: await put('own', ownState),
  };
  account.setFault(({ operation, input }) => {
    if (operation !== 'GetParameter') return undefined;
    const { Name } = input as { Name: string };
    return Name === central ? faults.central : faults.own;
  });
}

/** The settings in force before, recognisable by their number. */
const before = 'limits: { actionsPerHour: 3 }\n';

describe.each(rows(['not used', ...states] as const, 2))('central settings %s', (centralState) => {
  describe.each(states)('own settings %s', (ownState) => {
    it.each(rows(memories, 2))('last good ones: %s', async (memory) => {
      const withCentral = centralState !== 'not used';
      let read = cold(withCentral);
      if (memory !== 'none') {
        if (withCentral) account.admin.shareParameter(central, 'limits: {}\n');
        await putOwn(before);
        const earlier = memory === 'of this function' ? read : cold(withCentral);
        await earlier(now);
        if (memory === 'of another function') read = cold(withCentral);
        now += 60_000;
      }
      await setStates(centralState, ownState);

      // Only the account's own parameter may be missing.
      const usable =
        (centralState === 'not used' || centralState === 'good') &&
        (ownState === 'good' || ownState === 'missing');
      if (usable) {
        expect((await read(now)).limits).toMatchObject({
          actionsPerHour: centralState === 'good' ? 7 : 20,
          sharePercent: ownState === 'good' ? 50 : centralState === 'good' ? 40 : 10,
        });
        expect(news).toEqual([]);
        return;
      }
      if (memory === 'none') await expect(read(now)).rejects.toThrow(/SSM parameter|ssm:GetParameter/);
      else expect((await read(now)).limits.actionsPerHour).toBe(3);
      expect(news).toHaveLength(1);
      // AWS answers alike for a parameter that is not shared and one that may not be read.
      const isThrottled = (one: State | 'not used') => one === 'throttled';
      const isTransient = isThrottled(centralState) || isThrottled(ownState);
      const isLasting = [centralState, ownState].some((one) => one === 'bad' || one === 'denied');
      if (!isTransient) expect(news[0]?.type).toBe('refused');
      else if (!isLasting && centralState !== 'missing') expect(news[0]?.type).toBe('unread');
      expect(news[0]).toHaveProperty('because');
      expect('lastGood' in (news[0] ?? {})).toBe(memory !== 'none');

      // It is used as soon as it is valid.
      await setStates(withCentral ? 'good' : 'not used', 'good');
      expect((await read(now + 60_000)).limits.sharePercent).toBe(50);
      expect(news).toHaveLength(1);
    });
  });
});

describe('the position of a mistake', () => {
  it.each([
    ['bad', 'good', `SSM parameter ${central}, line 2: limits.actionPerHour: unknown key`],
    ['good', 'bad', `SSM parameter ${own}, line 4: rule: unknown key`],
  ] as const)('central %s, own %s', async (centralState, ownState, place) => {
    await setStates(centralState, ownState);
    await expect(cold(true)(now)).rejects.toMatchObject({
      name: 'BadInputError',
      message: expect.stringContaining(place),
    });
    expect(news).toEqual([{ type: 'refused', because: expect.stringContaining(place) }]);
  });
});

describe('how often it reads', () => {
  const calls = () => {
    const names = account.calls().map(({ service, operation }) => `${service}:${operation}`);
    account.resetCalls();
    return names.sort();
  };

  it('reads each parameter once per minute, and the ledger only for new or refused settings', async () => {
    await setStates('good', 'good');
    const read = cold(true);
    const parameters = ['ssm:GetParameter', 'ssm:GetParameter'];
    calls();
    await read(now);
    expect(calls()).toEqual(['dynamodb:GetItem', 'dynamodb:UpdateItem', ...parameters]);
    await read(now + 59_999);
    expect(calls()).toEqual([]);
    await read(now + 60_000);
    expect(calls()).toEqual(parameters);
    // A later cold start finds them stored.
    await cold(true)(now + 70_000);
    expect(calls()).toEqual(['dynamodb:GetItem', ...parameters]);
    await setStates('good', 'bad');
    calls();
    await read(now + 120_000);
    await read(now + 120_001);
    expect(calls()).toEqual(['dynamodb:GetItem', ...parameters]);
    expect(news).toHaveLength(1);
  });

  it('retries immediately after a transient failure', async () => {
    await setStates('not used', 'good');
    const read = cold(false);
    await read(now);
    await setStates('not used', 'throttled');
    await read(now + 60_000);
    await putOwn('limits: { actionsPerHour: 1 }\n');
    account.setFault(undefined);
    expect((await read(now + 60_001)).limits.actionsPerHour).toBe(1);
  });
});

describe('the last good ones', () => {
  it('are the ones that were read last, whichever function stored them', async () => {
    const slow = { texts: { own: { text: before, source: 'x' } }, readAt: '2027-01-01T00:00:00.000Z' };
    const newer = { texts: {}, readAt: '2027-01-01T00:00:00.001Z' };
    for (const order of [
      [slow, newer],
      [newer, slow],
    ]) {
      for (const one of order) await store().save(one);
      expect(await store().load()).toEqual(newer);
    }
    await Promise.all([
      store().save({ ...slow, readAt: '2027-01-03T00:00:00.000Z' }),
      store().save({ ...newer, readAt: '2027-01-02T00:00:00.000Z' }),
    ]);
    expect(await store().load()).toEqual({ ...slow, readAt: '2027-01-03T00:00:00.000Z' });
  });

  it('of a running function are replaced by newer ones that another function stored', async () => {
    await putOwn(before);
    const first = cold(false);
    await first(now);
    await putOwn('limits: { actionsPerHour: 4 }\n');
    await cold(false)(now + 30_000);
    await setStates('not used', 'bad');
    expect((await first(now + 60_000)).limits.actionsPerHour).toBe(4);
  });

  it('are not used if this version of Palisade cannot parse them', async () => {
    const text = 'settingOfAnOldVersion: 1\n';
    await store().save({ texts: { own: { text, source: own } }, readAt: new Date(now).toISOString() });
    await setStates('not used', 'bad');
    await expect(cold(false)(now)).rejects.toThrow('line 4');
    expect(news).toEqual([{ type: 'refused', because: expect.stringContaining('line 4') }]);
  });

  it.each(['load', 'save'] as const)(
    'cannot be stored (%s fails): reported, and tried again',
    async (failing) => {
      await setStates('not used', 'good');
      let works = false;
      const inner = store();
      const read = cold(false, {
        ...inner,
        [failing]: (...args: Parameters<LastSettingsStore['save']>) =>
          works ? inner[failing](...args) : Promise.reject(new Error('no table')),
      });
      expect((await read(now)).limits.sharePercent).toBe(50);
      expect(news).toEqual([{ type: 'not-kept', because: 'no table' }]);
      works = true;
      await read(now + 60_000);
      expect(await store().load()).toMatchObject({ texts: { own: { text: texts.own.good } } });
    },
  );

  it('cannot be read either: the settings in memory stay in force', async () => {
    await putOwn(before);
    let works = true;
    const inner = store();
    const read = cold(false, {
      ...inner,
      load: () => (works ? inner.load() : Promise.reject(new Error('no table'))),
    });
    await read(now);
    works = false;
    await setStates('not used', 'bad');
    expect((await read(now + 60_000)).limits.actionsPerHour).toBe(3);
  });

  it('after any sequence of valid and invalid versions, the last valid one is in force', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.option(fc.nat({ max: 9 })), fc.boolean()), { minLength: 1, maxLength: 6 }),
        async (versions) => {
          now += 86_400_000;
          let read = cold(false);
          let expected: number | undefined;
          for (const [version, isRestarted] of versions) {
            now += 60_000;
            if (isRestarted) read = cold(false);
            await putOwn(version === null ? 'limits: 1\n' : `limits: { actionsPerHour: ${version} }\n`);
            expected = version ?? expected;
            const limit = await read(now).then(
              ({ limits }) => limits.actionsPerHour,
              () => undefined,
            );
            // What an earlier run left in the ledger counts as well.
            if (expected !== undefined) expect(limit).toBe(expected);
          }
        },
      ),
      runs(15, 3),
    );
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Fault } from '@palisade/sandbox/account/faults';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { ssmSwitch, switchParameter } from './ssm';

let account: Sandbox;
let aws: Clients;
let ssm: SSMClient;
let stopped: () => Promise<string | undefined>;

beforeAll(async () => {
  account = await startSandbox();
  aws = clientsOf(account.url);
  // One attempt, so that an error is not retried.
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  ssm = new SSMClient({ endpoint: account.url, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  ssm.destroy();
  for (const client of Object.values(aws)) client.destroy();
  await account.stop();
});
beforeEach(() => {
  account.setFault(undefined);
  stopped = ssmSwitch({ ssm: () => Promise.resolve(ssm) }, switchParameter);
});

const put = (Value: string) =>
  aws.ssm.send(new PutParameterCommand({ Name: switchParameter, Value, Type: 'String', Overwrite: true }));

describe('the switch', () => {
  it.each(['on', 'ON', ' on\n'])('lets Palisade act when its value is %j', async (value) => {
    await put(value);
    expect(await stopped()).toBeUndefined();
  });

  it.each([
    'off',
    'Off',
    'off: Incident 7',
    'o',
    'on!',
    'on off',
    'true',
    '1',
    '{"switch":"on"}',
    'yes',
    '-',
  ])('stops everything when its value is %j', async (value) => {
    await put(value);
    expect(await stopped()).toBe(`all actions are switched off (SSM parameter /palisade/switch is ${value})`);
  });

  it('stops everything when it does not exist', async () => {
    await put('on');
    await aws.ssm.send(new DeleteParameterCommand({ Name: switchParameter }));
    expect(await stopped()).toBe(
      'all actions are switched off (the switch, SSM parameter /palisade/switch, does not exist)',
    );
  });

  it.each<[Fault['kind'], RegExp]>([
    ['denied', /cannot be read: .*not authorized/],
    ['throttle', /cannot be read: /],
    ['5xx', /cannot be read: /],
    ['reset', /cannot be read: /],
  ])('stops everything when it cannot be read: %s', async (kind, because) => {
    await put('on');
    account.setFault(() => ({ kind }) as Fault);
    expect(await stopped()).toMatch(
      new RegExp(
        `^all actions are switched off \\(the switch, SSM parameter /palisade/switch, ${because.source}`,
      ),
    );
  });

  it('never answers with a value read before the question, in both directions', async () => {
    await put('on');
    expect(await stopped()).toBeUndefined();
    await put('off');
    expect(await stopped()).toContain('switched off');
    await put('on');
    expect(await stopped()).toBeUndefined();
  });

  it('is read once more, for all of them, when many ask while it is being read', async () => {
    await put('on');
    account.resetCalls();
    const first = stopped();
    const others = Array.from({ length: 20 }, () => stopped());
    expect(await Promise.all([first, ...others])).toEqual(Array.from({ length: 21 }, () => undefined));
    expect(account.calls().map(({ operation }) => operation)).toEqual(['GetParameter', 'GetParameter']);
    const late = Promise.all([stopped(), stopped()]);
    await late;
    expect(account.calls()).toHaveLength(4);
  });

  it('is read again after a read that failed', async () => {
    await put('on');
    account.setFault(() => ({ kind: 'denied' }));
    expect(await Promise.all([stopped(), stopped()])).not.toContain(undefined);
    account.setFault(undefined);
    expect(await stopped()).toBeUndefined();
  });
});

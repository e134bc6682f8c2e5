import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { type LiveAccount, liveAccount } from '../cli/live-account';
import { runCli } from '../../cli/testing/run-cli';
import { eventBridge } from '../fakes/events';
import { failedInvocation } from '../fakes/dead-letters';
import { met } from './met';
import { createClients } from '../../adapters/aws/clients';
import { reservations } from '../../adapters/deployment/reserved-concurrency';
import { makeMissing } from '../../functions/deployment';

const arn = 'arn:aws:lambda:us-east-1:111122223333:function:palisade-prod-sweep';
const hourly = eventBridge('Scheduled Event', 'aws.events', {});

describe('palisade redrive', () => {
  let account: LiveAccount;
  let aws: Clients;
  let urls: readonly string[];
  let invoked: unknown[];
  beforeEach(async () => {
    account = await liveAccount();
    aws = clientsOf(account.sandbox.url);
    invoked = [];
    account.sandbox.account.functions.set(arn, {
      accept: (event) => invoked.push(event),
      invoke: () => Promise.reject(new Error('the command only invokes asynchronously')),
    });
    const create = async (QueueName: string): Promise<string> =>
      (await aws.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
    urls = ['--queue-url', await create('changes'), '--dead-letters-url', await create('dead-letters')];
    await aws.sqs.send(
      new SendMessageCommand({
        QueueUrl: urls[3],
        MessageBody: JSON.stringify(failedInvocation(`${arn}:$LATEST`, hourly)),
      }),
    );
  });
  afterEach(async () => {
    for (const client of Object.values(aws)) client.destroy();
    await account.stop();
  });

  it('a throttled function: the dead letter is kept with the reason, and put back once later', async () => {
    account.sandbox.admin.setQuotas({ requestsPerSecond: { lambda: 0 } });
    const first = await runCli(['redrive', '--yes', ...urls, '--functions', 'palisade-prod']);
    expect(met(account.sandbox, 'lambda-too-many-requests')).toBeGreaterThan(0);
    expect(first.code).toBe(1);
    expect(first.stdout.replace(/\n {12}/g, ' ')).toContain('it could not be put back: Rate Exceeded.');
    expect(first.stdout).toContain('0 put back. 1 kept');
    expect(invoked).toEqual([]);

    account.sandbox.admin.setQuotas({ requestsPerSecond: {} });
    const second = await runCli(['redrive', '--yes', ...urls, '--functions', 'palisade-prod']);
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('1 put back.') });
    expect(invoked).toEqual([hourly]);
  });
});

describe('what a deployment creates for itself, and the sweep completes', () => {
  const prefix = 'arn:aws:lambda:us-east-1:111122223333:function:palisade-prod-';
  const here = { invokedFunctionArn: `${prefix}sweep`, functionName: 'palisade-prod-sweep' };
  let account: LiveAccount;
  beforeEach(async () => {
    account = await liveAccount();
    account.sandbox.admin.setConfigurationRecorder({ name: 'default' }, true);
    const { EnableSecurityHubCommand } = await import('@aws-sdk/client-securityhub');
    const aws = clientsOf(account.sandbox.url);
    await aws.securityhub.send(new EnableSecurityHubCommand({}));
    for (const client of Object.values(aws)) client.destroy();
    for (const { name } of reservations)
      account.sandbox.account.functions.set(`${prefix}${name}`, {
        accept: () => undefined,
        invoke: () => Promise.resolve({}),
      });
  });
  afterEach(() => account.stop());
  const make = () => makeMissing(createClients(), here, { configRules: 'none', reservedConcurrency: 'yes' });

  it('a function that somebody changes at that moment: reported, and completed by the next sweep', async () => {
    account.sandbox.admin.changeFunction('palisade-prod-on-change', 600_000);
    expect(await make()).toEqual([
      expect.stringMatching(/^reserved concurrency: .*An update is in progress for resource: .*on-change$/),
    ]);
    expect(met(account.sandbox, 'lambda-update-in-progress')).toBeGreaterThan(0);
    account.sandbox.admin.changeFunction('palisade-prod-on-change', 0);
    expect(await make()).toEqual([]);
  });

  it('somebody reserves the rest of the quota in between: reported with the quota, and completed once there is room', async () => {
    const clients = createClients();
    const lambda = await clients.lambda();
    let hasRead = false;
    // Their reservation comes right after the check that ours fits.
    lambda.middlewareStack.add(
      (next, context) => async (args) => {
        const answer = await next(args);
        if (!hasRead && context.commandName === 'GetAccountSettingsCommand') {
          hasRead = true;
          account.sandbox.admin.reserveConcurrency('theirs', 890);
        }
        return answer;
      },
      { step: 'initialize' },
    );
    const [missing, ...more] = await makeMissing(clients, here, {
      configRules: 'none',
      reservedConcurrency: 'yes',
    });
    expect(missing).toContain('below its minimum value of [100]');
    expect(more).toEqual([]);
    expect(met(account.sandbox, 'lambda-concurrency-floor')).toBeGreaterThan(0);
    expect(await make()).toEqual([expect.stringContaining("the account's quota is 1000")]);
    account.sandbox.admin.reserveConcurrency('theirs', 0);
    expect(await make()).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type Clients, clientsOf } from '../../sandbox/testing/clients';
import { type LiveAccount, liveAccount } from '../cli/live-account';
import { runCli } from '../cli/run-cli';
import { eventBridge } from '../fakes/events';
import { failedInvocation } from '../fakes/letters';
import { met } from './met';

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
      invoke: () => Promise.reject(new Error('nobody waits for an answer')),
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

  it('a function that may not be invoked so often: the letter is kept and the reason told; later it is put back once', async () => {
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

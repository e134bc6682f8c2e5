import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { deadLetters } from '../../adapters/follow-up/dead-letter';
import { type Clients, clientsOf } from '../../sandbox/testing/clients';
import { cloudTrailEvent } from '../fakes/events';
import { type LiveAccount, liveAccount } from './live-account';
import { runCli } from './run-cli';

const good = JSON.stringify(
  cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'churn' }),
);
const bad = '{"detail-type":\u001b[31m';
const destination = JSON.stringify({
  version: '1.0',
  requestContext: {
    functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:palisade-prod-sweep:$LATEST',
    condition: 'RetriesExhausted',
  },
  requestPayload: {},
  responsePayload: { errorMessage: 'Rate exceeded' },
});

describe('palisade redrive', () => {
  let account: LiveAccount;
  let aws: Clients;
  let urls: { queue: string; dead: string };
  beforeEach(async () => {
    account = await liveAccount();
    aws = clientsOf(account.sandbox.url);
    const create = async (QueueName: string): Promise<string> =>
      (await aws.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
    urls = {
      queue: await create('palisade-prod-Changes-1A2B3C'),
      dead: await create('palisade-prod-DeadLetters-4D5E6F'),
    };
  });
  afterEach(async () => {
    for (const client of Object.values(aws)) client.destroy();
    await account.stop();
  });

  const send = (MessageBody: string, more: object = {}) =>
    aws.sqs.send(new SendMessageCommand({ QueueUrl: urls.dead, MessageBody, ...more }));
  const bury = (body: string, reason: string) =>
    deadLetters({ sqs: () => Promise.resolve(aws.sqs) }, urls.dead)(body, reason);
  const waiting = async (QueueUrl: string): Promise<readonly string[]> => {
    const { Messages = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
    );
    return Messages.map(({ Body = '' }) => Body).sort();
  };

  it('says that there is nothing', async () => {
    expect(await runCli(['redrive'])).toEqual({ code: 0, stdout: 'No dead letters.\n', stderr: '' });
  });

  it('lists letters with the reason that whoever put them there gave, and changes nothing', async () => {
    await bury(good, 'Rate exceeded');
    await bury(bad, 'queue message: is not JSON');
    await send(destination);
    const text = { DataType: 'String' };
    await send(good, {
      MessageAttributes: {
        ERROR_CODE: { ...text, StringValue: 'NO_PERMISSIONS' },
        ERROR_MESSAGE: { ...text, StringValue: 'lack of permissions' },
      },
    });
    await send(good);
    const { code, stdout } = await runCli(['redrive']);
    expect(code).toBe(1);
    for (const reason of [
      'reason  Rate exceeded',
      'reason  queue message: is not JSON',
      'an invocation of palisade-prod-sweep failed (RetriesExhausted): Rate exceeded',
      'EventBridge could not deliver it (NO_PERMISSIONS): lack of permissions',
      'it was received too often and never finished',
    ])
      expect(stdout.replace(/\n {12}/g, ' ')).toContain(reason);
    expect(stdout).toContain('3 can be put back: palisade redrive --yes. 2 kept');
    expect(stdout).not.toContain('\u001b');
    expect(await waiting(urls.dead)).toEqual([bad, destination, good, good, good].sort());
    expect(await waiting(urls.queue)).toEqual([]);
  });

  it('--yes puts back what can be understood, unchanged, and keeps the rest; again, it does nothing', async () => {
    await bury(good, 'Rate exceeded');
    await bury(bad, 'queue message: is not JSON');
    const first = await runCli(['redrive', '--yes']);
    expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining('1 put back. 1 kept') });
    expect(await waiting(urls.queue)).toEqual([good]);
    expect(await waiting(urls.dead)).toEqual([bad]);
    const second = await runCli(['redrive', '--yes']);
    expect(second.stdout).toContain('0 put back. 1 kept');
    expect(await waiting(urls.queue)).toEqual([good]);
  });

  it('--message puts back only that one', async () => {
    const { MessageId = '' } = await send(good);
    await send(good);
    await runCli(['redrive', '--yes', '--message', MessageId]);
    expect(await waiting(urls.queue)).toEqual([good]);
    expect(await waiting(urls.dead)).toEqual([good]);
  });

  it('--format json', async () => {
    await bury(good, 'Rate exceeded');
    const { stdout } = await runCli(['redrive', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'palisade/redrive/1',
      letters: [{ body: good, reason: 'Rate exceeded', did: 'listed' }],
    });
  });

  it('the queues may be named instead of the stack', async () => {
    await bury(good, 'Rate exceeded');
    const argv = ['redrive', '--yes', '--queue-url', urls.queue, '--dead-letters-url', urls.dead];
    expect(await runCli([...argv, '--stack', 'another'])).toMatchObject({ code: 0 });
    expect(await waiting(urls.queue)).toEqual([good]);
  });

  it.each([
    [['--stack', 'another'], 'has no queues of Palisade'],
    [['--message', 'm-1'], 'm-1'],
    [['--queue-url', 'https://sqs/q'], 'belong together'],
  ])('refuses %j', async (argv, because) => {
    const { code, stderr } = await runCli(['redrive', ...argv]);
    expect(code).toBe(2);
    expect(stderr).toContain(because);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { type LiveAccount, liveAccount } from '../cli/live-account';
import { runCli } from '../../cli/testing/run-cli';
import { cloudTrailEvent } from '../fakes/events';
import { met } from './met';

const created = JSON.stringify(
  cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'churn' }),
);

describe('palisade redrive', () => {
  let account: LiveAccount;
  let aws: Clients;
  beforeEach(async () => {
    account = await liveAccount();
    aws = clientsOf(account.sandbox.url);
  });
  afterEach(async () => {
    for (const client of Object.values(aws)) client.destroy();
    await account.stop();
  });

  it('a queue that does not exist: the dead letter is kept with the reason', async () => {
    const { QueueUrl = '' } = await aws.sqs.send(new CreateQueueCommand({ QueueName: 'dead-letters' }));
    await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: created }));
    const gone = QueueUrl.replace('dead-letters', 'changes');
    const ran = await runCli(['redrive', '--yes', '--queue-url', gone, '--dead-letters-url', QueueUrl]);
    expect(met(account.sandbox, 'sqs-no-queue')).toBe(1);
    expect(ran.code).toBe(1);
    expect(ran.stdout.replace(/\n {12}/g, ' ')).toContain(
      'it could not be put back: The specified queue does not exist.',
    );
    const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages.map(({ Body }) => Body)).toEqual([created]);
  });
});

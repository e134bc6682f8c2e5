import { afterEach, expect, it } from '@jest/globals';
import { type Message, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { maxReceives } from '../../functions/handle-batch';
import { startEventSource } from '@palisade/sandbox/lambda/event-source';
import type { Invocation } from '@palisade/sandbox/lambda/function';
import { cloudTrailEvent } from '../fakes/events';
import { testWiring } from '../fakes/wiring';
import { seedNotebook, reaches } from './harness/seed';
import { changesQueue, remediateAll, type Stage, startStage } from './harness/stage';
import { nonEmpty } from '../non-empty';

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.stop();
});

const visibilitySeconds = 60;
const created = (name: string) =>
  cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: name });

it('messages that cannot be parsed, or fail every time, become dead letters with the reason, and delay no others', async () => {
  const here = (stage = await startStage({ settings: remediateAll, visibilitySeconds }));
  await seedNotebook(here.aws, 'churn');
  await seedNotebook(here.aws, 'cursed');
  const poison = '{"detail-type":';
  const cursed = JSON.stringify(created('cursed'));
  // Writes to the ledger about this one always fail.
  here.account.setFault(({ service, operation, input }) =>
    service === 'dynamodb' && operation === 'UpdateItem' && JSON.stringify(input).includes('/cursed')
      ? { kind: 'denied', message: 'User is not authorized to perform: dynamodb:UpdateItem' }
      : undefined,
  );
  const invocations: Invocation[] = [];
  const source = startEventSource(here.account.account, {
    queueName: changesQueue,
    fn: await here.start('on-change'),
    batchSize: testWiring.batchSize,
    // All messages in one batch.
    windowSeconds: 1,
    onInvocation: (invocation) => invocations.push(invocation),
  });
  try {
    for (const body of [poison, cursed, JSON.stringify(created('churn'))])
      await here.aws.sqs.send(new SendMessageCommand({ QueueUrl: changesQueue, MessageBody: body }));
    for (let received = 1; received <= maxReceives; received += 1) {
      await until(() => invocations.length >= received);
      // The poison is a dead letter immediately, the other one after its last attempt.
      if (received === 1) await reaches(here.aws, 'churn', 'Stopped');
      // Failed messages are hidden until now.
      await here.account.clock.advance(visibilitySeconds * 1_000);
    }
    const kept: Message[] = [];
    await until(async () => kept.push(...(await deadLettersOf(here))) >= 2);
    const reasons = kept.map(({ Body, MessageAttributes }) => [
      Body,
      MessageAttributes?.['reason']?.StringValue,
    ]);
    expect(reasons).toEqual([
      [poison, expect.stringContaining('is not JSON')],
      [cursed, expect.stringContaining('dynamodb:UpdateItem')],
    ]);
    expect(nonEmpty(invocations).every(({ error }) => error === undefined)).toBe(true);
  } finally {
    await source.stop();
  }
}, 240_000);

async function deadLettersOf({ aws }: Stage): Promise<readonly Message[]> {
  const { Messages = [] } = await aws.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: 'palisade-dead-letters',
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      VisibilityTimeout: 600,
    }),
  );
  return Messages;
}

/** Waits, with a timeout for a busy machine. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('timed out');
}

import { afterEach, expect, it } from '@jest/globals';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Invocation } from '../../sandbox/lambda/function';
import { startEventSource } from '../../sandbox/lambda/event-source';
import { cloudTrailEvent } from '../fakes/events';
import { addNotebook, reaches } from './harness/seed';
import { changesQueue, remediateAll, type Stage, startStage } from './harness/stage';

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.stop();
});

const visibilitySeconds = 60;
const maxReceiveCount = 2;

it('a malformed message is tried as often as the queue allows, then kept, unchanged, as a dead letter', async () => {
  const here = (stage = await startStage({
    settings: remediateAll,
    visibilitySeconds,
    maxReceiveCount,
  }));
  await addNotebook(here.aws, 'churn');
  const good = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'churn' });
  const bad = ['{"detail-type":', JSON.stringify({ palisade: 'follow-up/9', refs: [], because: '' })];
  const invocations: Invocation[] = [];
  const source = startEventSource(here.account.account, {
    queueName: changesQueue,
    fn: await here.start('on-change'),
    batchSize: 100,
    // All three messages in one batch.
    windowSeconds: 1,
    onInvocation: (invocation) => invocations.push(invocation),
  });
  try {
    for (const body of [...bad, JSON.stringify(good)])
      await here.aws.sqs.send(new SendMessageCommand({ QueueUrl: changesQueue, MessageBody: body }));
    for (let received = 1; received <= maxReceiveCount; received += 1) {
      await until(() => invocations.length >= received);
      expect(await here.waiting('dead')).toEqual([]);
      // What failed is hidden until now.
      await here.account.clock.advance(visibilitySeconds * 1_000);
    }
    const kept: unknown[] = [];
    await until(async () => kept.push(...(await here.waiting('dead'))) >= bad.length);
    expect(kept.map((body) => (typeof body === 'string' ? body : JSON.stringify(body))).sort()).toEqual(
      [...bad].sort(),
    );
    expect(invocations).toHaveLength(maxReceiveCount);
    await reaches(here.aws, 'churn', 'Stopped');
    expect(invocations.every(({ error }) => error === undefined)).toBe(true);
  } finally {
    await source.stop();
  }
});

/** Waits as long as a busy machine may need. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen');
}

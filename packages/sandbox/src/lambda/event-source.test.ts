import { afterEach, describe, expect, it } from '@jest/globals';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { CreateNotebookInstanceCommand, ListNotebookInstancesCommand } from '@aws-sdk/client-sagemaker';
import { routeToQueue } from '../events/rules';
import { isArray, isPlainObject } from '../protocol/shape';
import { useAccount } from '../testing/account';
import { useBundles } from '../testing/bundle';
import { startEventSource, type EventSourceMapping, type EventSourceOptions } from './event-source';
import { startFunction, type Invocation } from './function';

const test = useAccount();
const bundle = useBundles();
const DEAD = 'arn:aws:sqs:us-east-1:111122223333:dead';
let mapping: EventSourceMapping | undefined;
afterEach(() => mapping?.stop());

const queue = async (QueueName: string, Attributes: Record<string, string> = {}) =>
  (await test.aws.sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';

async function work(): Promise<string> {
  await queue('dead');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: DEAD, maxReceiveCount: 2 });
  return queue('work', { VisibilityTimeout: '30', RedrivePolicy });
}

/** A function in this process, with the events it received and the answers it gives. */
function fake(answer: (bodies: string[], event: unknown) => unknown) {
  const batches: string[][] = [];
  const events: unknown[] = [];
  const invoke = (event: unknown): Promise<Invocation> => {
    const records =
      isPlainObject(event) && isArray(event['Records']) ? event['Records'].filter(isPlainObject) : [];
    const bodies = records.map((record) => String(record['body']));
    batches.push(bodies);
    events.push(event);
    const result = { requestId: 'r', durationMs: 1, coldStart: false, logs: [] };
    try {
      return Promise.resolve({ ...result, payload: answer(bodies, event) });
    } catch (error) {
      return Promise.resolve({ ...result, error: { errorType: 'Error', errorMessage: String(error) } });
    }
  };
  return { invoke, batches, events };
}

const start = (fn: EventSourceOptions['fn'], extra: Partial<EventSourceOptions> = {}) => {
  mapping = startEventSource(test.sandbox.account, { queueName: 'work', fn, ...extra });
  return mapping;
};
const send = async (url: string, ...bodies: string[]) => {
  for (const body of bodies)
    await test.aws.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
};
const dead = async () => {
  const QueueUrl = `${test.sandbox.url}/111122223333/dead`;
  const { Messages = [] } = await test.aws.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  return Messages.map((message) => message.Body);
};

describe('the SQS event source', () => {
  it('delivers a real SQS event once and deletes the message', async () => {
    const url = await work();
    await send(url, 'one');
    const fn = fake(() => ({ batchItemFailures: [] }));
    await start(fn).idle();
    expect(fn.events).toMatchObject([
      {
        Records: [
          {
            messageId: expect.any(String),
            receiptHandle: expect.any(String),
            body: 'one',
            attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.any(String) },
            messageAttributes: {},
            eventSource: 'aws:sqs',
            eventSourceARN: 'arn:aws:sqs:us-east-1:111122223333:work',
            awsRegion: 'us-east-1',
          },
        ],
      },
    ]);
    await test.sandbox.clock.advance(60_000);
    await mapping?.idle();
    expect(fn.batches).toEqual([['one']]);
  });

  it('fills batches up to its batch size, even above ten', async () => {
    const url = await work();
    await send(url, ...Array.from({ length: 13 }, (_, index) => `${index}`));
    const fn = fake(() => undefined);
    await start(fn, { batchSize: 12 }).idle();
    expect(fn.batches.map((batch) => batch.length)).toEqual([12, 1]);
  });

  it("waits for its batching window on the account's clock", async () => {
    const url = await work();
    await send(url, 'a');
    const fn = fake(() => undefined);
    start(fn, { windowSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    await send(url, 'b');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(fn.batches).toEqual([]);
    await test.sandbox.clock.advance(20_000);
    await mapping?.idle();
    expect(fn.batches).toEqual([['a', 'b']]);
  });

  it.each<[string, (bodies: string[], event: unknown) => unknown, string[]]>([
    [
      'a partial failure',
      (_, event) => ({ batchItemFailures: [{ itemIdentifier: idOf(event, 'bad') }] }),
      ['bad'],
    ],
    ['an error', () => { throw new Error('no'); }, ['bad', 'good']], // prettier-ignore
    ['an unknown identifier', () => ({ batchItemFailures: [{ itemIdentifier: 'x' }] }), ['bad', 'good']],
    ['an empty identifier', () => ({ batchItemFailures: [{ itemIdentifier: '' }] }), ['bad', 'good']],
    ['a malformed answer', () => ({ batchItemFailures: 'all' }), ['bad', 'good']],
    ['an empty answer', () => null, []],
    ['an answer about something else', () => ({ ok: true }), []],
  ])('after %s, retries and redrives exactly what failed', async (_, answer, failing) => {
    const url = await work();
    await send(url, 'good', 'bad');
    const fn = fake((bodies, event) => answer(bodies, event));
    start(fn);
    for (let round = 0; round < 3; round += 1) {
      await mapping?.idle();
      await test.sandbox.clock.advance(31_000);
    }
    await mapping?.idle();
    expect(fn.batches.slice(1).flat().sort()).toEqual(failing);
    expect((await dead()).sort()).toEqual(failing);
  });

  it('treats any answer as success without ReportBatchItemFailures', async () => {
    const url = await work();
    await send(url, 'a');
    const fn = fake(() => ({ batchItemFailures: [{ itemIdentifier: 'x' }] }));
    await start(fn, { reportBatchItemFailures: false }).idle();
    await test.sandbox.clock.advance(60_000);
    await mapping?.idle();
    expect(fn.batches).toEqual([['a']]);
  });
});

describe('an event, a rule, a queue and a function', () => {
  it('work together, and the function can call the account', async () => {
    await work();
    const sdk = JSON.stringify(require.resolve('@aws-sdk/client-sagemaker'));
    const fn = await startFunction({
      name: 'on-change',
      file: bundle(
        `const { SageMakerClient, StopNotebookInstanceCommand } = require(${sdk});
         exports.handler = async (event) => {
           const { detail } = JSON.parse(event.Records[0].body);
           await new SageMakerClient({}).send(new StopNotebookInstanceCommand({ NotebookInstanceName: detail.NotebookInstanceName }));
         };`,
      ),
      handler: 'handler',
      timeoutSeconds: 20,
      endpointUrl: test.sandbox.url,
    });
    const pattern = { source: ['aws.sagemaker'], detail: { NotebookInstanceStatus: ['InService'] } };
    const remove = routeToQueue(test.sandbox, { pattern, queueName: 'work' });
    start(fn, { batchSize: 1, maximumConcurrency: 2 });
    const input = {
      NotebookInstanceName: 'open',
      InstanceType: 'ml.t3.medium' as const,
      RoleArn: 'arn:aws:iam::111122223333:role/r',
    };
    await test.aws.sagemaker.send(new CreateNotebookInstanceCommand(input));
    await test.sandbox.clock.advance(3_600_000);
    await mapping?.idle();
    const { NotebookInstances } = await test.aws.sagemaker.send(new ListNotebookInstancesCommand({}));
    expect(NotebookInstances?.[0]?.NotebookInstanceStatus).toBe('Stopping');
    const stops = test.sandbox.calls().filter((call) => call.operation === 'StopNotebookInstance');
    expect(stops.length).toBeGreaterThan(0);
    expect(stops.map((call) => [call.accessKeyId, call.sessionToken])).toEqual(
      stops.map(() => ['ASIASANDBOXONCHANGE', 'session-of-on-change']),
    );
    remove();
    await fn.stop();
  }, 30_000);

  it('a malformed pattern is refused immediately', async () => {
    await work();
    expect(() => routeToQueue(test.sandbox, { pattern: { source: 'x' }, queueName: 'work' })).toThrow(
      'source must be',
    );
  });
});

function idOf(event: unknown, body: string): unknown {
  const records =
    isPlainObject(event) && isArray(event['Records']) ? event['Records'].filter(isPlainObject) : [];
  return records.find((record) => record['body'] === body)?.['messageId'];
}

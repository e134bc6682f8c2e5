import { describe, expect, it } from '@jest/globals';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';

const test = useAccount();

async function queue(QueueName = 'work', Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl } = await test.aws.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl ?? '';
}
const send = (QueueUrl: string, MessageBody: string, DelaySeconds?: number) =>
  test.aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
const receive = async (QueueUrl: string, MaxNumberOfMessages = 10) =>
  (
    await test.aws.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    )
  ).Messages ?? [];
const bodies = async (url: string) => (await receive(url)).map((message) => message.Body);

describe('queues', () => {
  it('are created, found and described', async () => {
    const url = await queue('work', { VisibilityTimeout: '60' });
    expect(url).toBe(`${test.sandbox.url}/111122223333/work`);
    const { sqs } = test.aws;
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'work' }))).QueueUrl).toBe(url);
    expect(await queue('work', { VisibilityTimeout: '60' })).toBe(url);
    expect(await errorOf(queue('work', { VisibilityTimeout: '61' }))).toBe('QueueNameExists');
    expect(await errorOf(sqs.send(new GetQueueUrlCommand({ QueueName: 'none' })))).toBe('QueueDoesNotExist');
    await send(url, 'a');
    await send(url, 'b', 10);
    await receive(url);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:111122223333:work',
      VisibilityTimeout: '60',
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
    });
  });
});

describe('messages', () => {
  it('are delayed, hidden while in flight, received again and deleted', async () => {
    const url = await queue();
    await send(url, 'later', 30);
    expect(await bodies(url)).toEqual([]);
    await test.sandbox.clock.advance(30_000);
    const [first] = await receive(url);
    expect([first?.Body, first?.Attributes?.['ApproximateReceiveCount']]).toEqual(['later', '1']);
    expect(await bodies(url)).toEqual([]);
    await test.sandbox.clock.advance(30_000);
    const [second] = await receive(url);
    expect(second?.Attributes?.['ApproximateReceiveCount']).toBe('2');
    await test.aws.sqs.send(
      new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: second?.ReceiptHandle }),
    );
    await test.sandbox.clock.advance(60_000);
    expect(await bodies(url)).toEqual([]);
  });

  it('can change their visibility', async () => {
    const { sqs } = test.aws;
    const url = await queue();
    await send(url, 'a');
    const [message] = await receive(url);
    const change = (VisibilityTimeout: number) =>
      sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout,
        }),
      );
    await change(300);
    await test.sandbox.clock.advance(60_000);
    expect(await bodies(url)).toEqual([]);
    await change(0);
    expect(await errorOf(change(10))).toBe('MessageNotInflight');
    expect(await bodies(url)).toEqual(['a']);
  });

  it('are sent in batches of at most ten, with attributes', async () => {
    const { sqs } = test.aws;
    const url = await queue();
    const entry = (Id: string) => ({
      Id,
      MessageBody: `body ${Id}`,
      MessageAttributes: { kind: { DataType: 'String', StringValue: Id } },
    });
    const batch = (...ids: string[]) =>
      sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: ids.map(entry) }));
    expect((await batch('a', 'b')).Successful?.map((one) => one.Id)).toEqual(['a', 'b']);
    expect(await errorOf(batch())).toBe('EmptyBatchRequest');
    expect(await errorOf(batch('a', 'a'))).toBe('BatchEntryIdsNotDistinct');
    expect(await errorOf(batch(...Array.from('abcdefghijk')))).toBe('TooManyEntriesInBatchRequest');
    const messages = await receive(url);
    expect(messages[0]?.MessageAttributes).toEqual({ kind: { DataType: 'String', StringValue: 'a' } });
    const Entries = messages.map((message, index) => ({
      Id: `${index}`,
      ReceiptHandle: message.ReceiptHandle,
    }));
    const bad = { Id: 'bad', ReceiptHandle: 'nonsense' };
    const deleted = await sqs.send(
      new DeleteMessageBatchCommand({ QueueUrl: url, Entries: [...Entries, bad] }),
    );
    expect([deleted.Successful?.length, deleted.Failed]).toMatchObject([
      2,
      [{ Id: 'bad', SenderFault: true, Code: 'ReceiptHandleIsInvalid' }],
    ]);
    expect(await errorOf(receive(url, 11))).toBe('InvalidParameterValue');
  });

  it('move to the dead-letter queue after maxReceiveCount', async () => {
    const dead = await queue('dead');
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: 'arn:aws:sqs:us-east-1:111122223333:dead',
      maxReceiveCount: 2,
    });
    const url = await queue('work', { RedrivePolicy, VisibilityTimeout: '10' });
    await send(url, 'poison');
    const seen = [];
    for (let index = 0; index < 3; index += 1) {
      seen.push(await bodies(url));
      await test.sandbox.clock.advance(10_000);
    }
    expect(seen).toEqual([['poison'], ['poison'], []]);
    expect(await bodies(dead)).toEqual(['poison']);
  });

  it.each([
    ['InvalidParameterValue', () => queue('other', { RedrivePolicy: '{}' })],
    ['QueueDoesNotExist', (url: string) => send(`${url}-none`, 'x')],
    ['InvalidParameterValue', (url: string) => send(url, 'x'.repeat(1_048_577))],
    ['InvalidParameterValue', (url: string) => send(url, 'x', 901)],
  ])('are refused with %s', async (code, call) => {
    expect(await errorOf(call(await queue()))).toBe(code);
  });

  it('end a long poll when one arrives', async () => {
    const url = await queue();
    const polled = test.aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 1 }));
    await send(url, 'now');
    expect((await polled).Messages?.map((message) => message.Body)).toEqual(['now']);
  });
});

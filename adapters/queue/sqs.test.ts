import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type Wire, wire } from '../../test/fakes/wire';
import { parseMessage } from '../triggers/message';
import { sqsFollowUps } from './sqs';

let sqs: Wire;
let client: SQSClient;
beforeAll(async () => {
  sqs = await wire();
  client = new SQSClient({ ...sqs.options, md5: false });
});
afterAll(async () => {
  client.destroy();
  await sqs.stop();
});
beforeEach(() => {
  sqs.calls.length = 0;
});

const url = 'https://sqs.us-east-1.amazonaws.com/111122223333/palisade';
const resource = { type: 'AWS::EC2::VPC', id: 'vpc-1', arn: 'arn', region: 'us-east-1' } as const;
const send = (afterMs: number) =>
  sqsFollowUps({ sqs: () => Promise.resolve(client) }, url, () => '2026-11-20T10:00:00.000Z')(
    resource,
    afterMs,
    'it is stopping',
  );

it.each([
  [0, 0],
  [1, 1],
  [60_000, 60],
  [900_000, 900],
  [4 * 3_600_000, 900],
  [-5, 0],
])('asks again after %d ms with a delay of %d s', async (afterMs, seconds) => {
  await send(afterMs);
  expect(sqs.calls).toMatchObject([
    { operation: 'AmazonSQS.SendMessage', body: { QueueUrl: url, DelaySeconds: seconds } },
  ]);
});

it('sends a message that the trigger can parse', async () => {
  await send(60_000);
  const { MessageBody } = (sqs.calls[0]?.body ?? {}) as { MessageBody: string };
  expect(JSON.parse(MessageBody)).toEqual({
    palisade: 'follow-up/1',
    refs: [{ type: 'AWS::EC2::VPC', id: 'vpc-1' }],
    because: 'it is stopping',
  });
  expect(parseMessage(MessageBody, [], [])).toEqual({
    trigger: { kind: 'follow-up', description: 'follow-up: it is stopping' },
    refs: [{ type: 'AWS::EC2::VPC', id: 'vpc-1' }],
  });
});

it.each([
  [900_000, undefined],
  [900_001, '2026-11-20T10:15:01.000Z'],
  [4 * 3_600_000, '2026-11-20T14:00:00.000Z'],
])('of %d ms is not before %s, however often SQS has to delay it', async (afterMs, notBefore) => {
  await send(afterMs);
  const { MessageBody } = (sqs.calls[0]?.body ?? {}) as { MessageBody: string };
  const parsed = parseMessage(MessageBody, [], []);
  expect('wait' in parsed ? parsed.wait : undefined).toEqual(
    notBefore === undefined ? undefined : { notBefore, because: 'it is stopping' },
  );
});

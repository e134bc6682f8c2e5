import { InvokeCommand, type InvokeCommandInput } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { useAccount } from '../../testing/account';

const test = useAccount();
const arn = 'arn:aws:lambda:us-east-1:111122223333:function:one';
let accepted: unknown[];
beforeEach(() => {
  accepted = [];
  test.sandbox.account.functions.set(arn, {
    accept: (event) => accepted.push(event),
    invoke: (event) => Promise.resolve({ payload: { heard: event } }),
  });
});

const invoke = (input: Partial<InvokeCommandInput>) =>
  test.aws.lambda.send(
    new InvokeCommand({ FunctionName: 'one', InvocationType: 'Event', Payload: '{"a":"ä"}', ...input }),
  );

describe('Invoke', () => {
  it.each(['one', 'one:$LATEST', '111122223333:function:one', arn, `${arn}:$LATEST`])(
    'finds the function that %s names, and accepts the event',
    async (FunctionName) => {
      expect(await invoke({ FunctionName })).toMatchObject({ StatusCode: 202 });
      expect(accepted).toEqual([{ a: 'ä' }]);
      // An invocation causes no management event.
      expect(test.events).toEqual([]);
    },
  );

  it('waits for the result by default', async () => {
    const answer = await test.aws.lambda.send(new InvokeCommand({ FunctionName: 'one' }));
    expect(answer.StatusCode).toBe(200);
    expect(answer.Payload?.transformToString()).toBe('{"heard":{}}');
  });

  it.each<[string, Partial<InvokeCommandInput>, string, number]>([
    ['an unknown name', { FunctionName: 'two' }, 'ResourceNotFoundException', 404],
    ['an alias', { FunctionName: 'one:live' }, 'ResourceNotFoundException', 404],
    ['a version', { Qualifier: '7' }, 'ResourceNotFoundException', 404],
    ['another account', { FunctionName: '444455556666:function:one' }, 'ResourceNotFoundException', 404],
    [
      'another Region',
      { FunctionName: arn.replace('us-east-1', 'eu-west-1') },
      'ResourceNotFoundException',
      404,
    ],
    ['no name at all', { FunctionName: 'a b' }, 'ValidationException', 400],
    ['no JSON', { Payload: '{' }, 'InvalidRequestContentException', 400],
    ['too much', { Payload: `"${'x'.repeat(1_048_575)}"` }, 'RequestTooLargeException', 413],
    [
      'a dry run of an unknown function',
      { FunctionName: 'two', InvocationType: 'DryRun' },
      'ResourceNotFoundException',
      404,
    ],
  ])('refuses %s', async (_, input, name, httpStatusCode) => {
    await expect(invoke(input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    expect(accepted).toEqual([]);
  });

  it('accepts a payload of exactly the limit', async () => {
    expect(await invoke({ Payload: `"${'x'.repeat(1_048_574)}"` })).toMatchObject({ StatusCode: 202 });
  });
});

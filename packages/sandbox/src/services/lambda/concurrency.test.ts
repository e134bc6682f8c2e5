import {
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { useAccount } from '../../testing/account';
import { errorOf, failureOf } from '../../testing/clients';

const test = useAccount();
beforeEach(() => {
  for (const name of ['one', 'two'])
    test.sandbox.account.functions.set(`arn:aws:lambda:us-east-1:111122223333:function:${name}`, {
      accept: () => undefined,
      invoke: () => Promise.resolve({}),
    });
});

const put = (FunctionName: string, ReservedConcurrentExecutions: number) =>
  test.aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
const get = async (FunctionName: string) =>
  (await test.aws.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })))
    .ReservedConcurrentExecutions;
const unreserved = async () =>
  (await test.aws.lambda.send(new GetAccountSettingsCommand({}))).AccountLimit
    ?.UnreservedConcurrentExecutions;

describe('reserved concurrency', () => {
  it('is set, changed, read and deleted', async () => {
    expect(await get('one')).toBeUndefined();
    expect(await put('one', 5)).toMatchObject({ ReservedConcurrentExecutions: 5 });
    await put('one', 7);
    await put('arn:aws:lambda:us-east-1:111122223333:function:two', 0);
    expect([await get('one'), await get('two'), await unreserved()]).toEqual([7, 0, 993]);
    await test.aws.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'one' }));
    expect([await get('one'), await unreserved()]).toEqual([undefined, 1_000]);
  });

  it.each([
    [1_000, 901, 100],
    [104, 5, 100],
    [100, 1, 100],
    [50, 1, 50],
    [10, 1, 10],
  ])('with a quota of %i is refused for %i', async (lambdaConcurrency, amount, least) => {
    Object.assign(test.sandbox.account.quotas, { lambdaConcurrency });
    expect(await failureOf(put('one', amount))).toMatchObject({
      name: 'InvalidParameterValueException',
      message: `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${least}].`,
    });
    expect(await errorOf(put('one', amount - 1))).toBe('none');
  });

  it('needs an existing function', async () => {
    expect(await errorOf(put('three', 1))).toBe('ResourceNotFoundException');
    expect(await errorOf(get('three'))).toBe('ResourceNotFoundException');
    const command = new DeleteFunctionConcurrencyCommand({ FunctionName: 'three' });
    expect(await errorOf(test.aws.lambda.send(command))).toBe('ResourceNotFoundException');
  });

  it('cannot be negative', async () => {
    expect(await errorOf(put('one', -1))).toBe('ValidationException');
  });
});

import { GetFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { useAccount } from '@palisade/sandbox/testing';
import {
  closeFunction,
  freeConcurrency,
  openFunction,
  reservations,
  reserveForFunctions,
} from './reserved-concurrency';

const test = useAccount();
const clients = { lambda: () => Promise.resolve(test.aws.lambda) };
const nameOf = (name: string) => `palisade-prod-${name}`;
const wanted = Object.fromEntries(reservations.map(({ name, executions }) => [name, executions]));

async function reserved(): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for (const { name } of reservations) {
    const command = new GetFunctionConcurrencyCommand({ FunctionName: nameOf(name) });
    const { ReservedConcurrentExecutions: executions } = await test.aws.lambda.send(command);
    if (executions !== undefined) found[name] = executions;
  }
  return found;
}
const put = (name: string, ReservedConcurrentExecutions: number) =>
  test.aws.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: nameOf(name), ReservedConcurrentExecutions }),
  );
const dial = (lambdaConcurrency: number) => {
  Object.assign(test.sandbox.account.quotas, { lambdaConcurrency });
};

beforeEach(() => {
  for (const name of [...reservations.map(({ name }) => nameOf(name)), nameOf('another')])
    test.sandbox.account.functions.set(`arn:aws:lambda:us-east-1:111122223333:function:${name}`, {
      accept: () => undefined,
      invoke: () => Promise.resolve({}),
    });
});

describe('reserving concurrency', () => {
  it.each<[number, readonly string[], readonly string[]]>([
    [1_000, ['on-change', 'sweep', 'on-action', 'config-rule', 'on-deploy'], []],
    [114, ['on-change', 'sweep', 'on-action', 'config-rule', 'on-deploy'], []],
    [113, ['on-change', 'sweep', 'on-action', 'config-rule'], ['on-deploy']],
    [104, ['sweep', 'on-action', 'on-deploy'], ['on-change', 'config-rule']],
    [100, [], ['on-change', 'sweep', 'on-action', 'config-rule', 'on-deploy']],
    [10, [], ['on-change', 'sweep', 'on-action', 'config-rule', 'on-deploy']],
  ])('uses what exceeds 100 of a quota of %i', async (quota, taken, refused) => {
    dial(quota);
    const missing = await reserveForFunctions(clients, nameOf);
    expect(missing).toEqual(refused.length === 0 ? undefined : { names: refused, quota });
    expect(await reserved()).toEqual(Object.fromEntries(taken.map((name) => [name, wanted[name]])));
  });

  it('counts what others have reserved', async () => {
    await put('another', 890);
    expect(await reserveForFunctions(clients, nameOf)).toMatchObject({ names: ['config-rule'] });
  });

  it('reserves later what there was no room for, and then only reads', async () => {
    dial(50);
    await reserveForFunctions(clients, nameOf);
    dial(1_000);
    expect(await reserveForFunctions(clients, nameOf)).toBeUndefined();
    expect(await reserved()).toEqual(wanted);
    test.sandbox.resetCalls();
    await reserveForFunctions(clients, nameOf);
    const calls = test.sandbox.calls().map(({ operation }) => operation);
    expect(calls).toEqual(reservations.map(() => 'GetFunctionConcurrency'));
  });

  it('leaves what somebody else has set, above all a stopped function', async () => {
    await put('on-change', 0);
    await put('config-rule', 20);
    await reserveForFunctions(clients, nameOf);
    expect(await reserved()).toEqual({ ...wanted, 'on-change': 0, 'config-rule': 20 });
    await freeConcurrency(clients, nameOf);
    expect(await reserved()).toEqual({ 'on-change': 0, 'config-rule': 20 });
  });
});

describe('closing a function', () => {
  it.each([10, 1_000])('works in an account with a quota of %i, and can be reverted', async (quota) => {
    dial(quota);
    await closeFunction(clients, nameOf('sweep'));
    expect(await reserved()).toEqual({ sweep: 0 });
    await openFunction(clients, nameOf('sweep'));
    expect(await reserved()).toEqual({});
  });

  it('is not reverted for a function that was not closed', async () => {
    await put('sweep', 1);
    await openFunction(clients, nameOf('sweep'));
    expect(await reserved()).toEqual({ sweep: 1 });
  });
});

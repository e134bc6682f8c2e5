import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { handler as onDeploy } from '../../functions/on-deploy';
import type { Fault } from '@palisade/sandbox/account/faults';
import { type Sandbox, startSandbox } from '@palisade/sandbox';

// The function in an account whose calls fail: CloudFormation has to get an answer in every case.

let handler: typeof onDeploy;
let account: Sandbox;
let mailbox: Server;
let answers: { Status: string; Reason: string; PhysicalResourceId: string; Data: { Missing: string } }[];
let responseUrl: string;

const named = (name: string) => `arn:aws:lambda:us-east-1:111122223333:function:${name}`;
const functions = ['on-change', 'config-rule', 'sweep', 'on-action', 'on-deploy'].map(
  (name) => `palisade-prod-${name}`,
);

beforeAll(async () => {
  // The logger reads its level when it is loaded.
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  ({ handler } = await import('../../functions/on-deploy'));
  account = await startSandbox();
  mailbox = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      answers.push(JSON.parse(body) as (typeof answers)[number]);
      response.end();
    });
  });
  await new Promise<void>((resolve) => mailbox.listen(0, '127.0.0.1', resolve));
  const address = mailbox.address();
  responseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/answer`;
});
afterAll(async () => {
  mailbox.closeAllConnections();
  mailbox.close();
  await account.stop();
});

beforeEach(() => {
  answers = [];
  account.setFault(undefined);
  for (const name of functions)
    account.account.functions.set(named(name), {
      accept: () => undefined,
      invoke: () => Promise.resolve({}),
    });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'ASIAONDEPLOY',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_MAX_ATTEMPTS: '1',
    PALISADE_CONFIG_RULES: 'all',
    PALISADE_RESERVED_CONCURRENCY: 'yes',
  });
});

/** The members of the context that functions use. */
const context = (remainingMs: number) =>
  ({
    functionName: 'palisade-prod-on-deploy',
    invokedFunctionArn: named('palisade-prod-on-deploy'),
    memoryLimitInMB: '512',
    awsRequestId: 'request',
    getRemainingTimeInMillis: () => remainingMs,
  }) as Context;

const types = ['Create', 'Update', 'Delete'] as const;
type RequestType = (typeof types)[number];
const ask = (RequestType: RequestType, { url = responseUrl, remainingMs = 300_000 } = {}) =>
  handler(
    {
      RequestType,
      ServiceToken: named('palisade-prod-on-deploy'),
      ResponseURL: url,
      StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/palisade-prod/1',
      RequestId: 'request',
      LogicalResourceId: 'CustomActions',
      PhysicalResourceId: 'palisade-custom-actions',
      ResourceType: 'Custom::SecurityHubActions',
      ResourceProperties: { ServiceToken: '' },
    } as CloudFormationCustomResourceEvent,
    context(remainingMs),
  );

/** Waits for work that continues after the answer, which must not outlive the test. */
async function noMoreCalls(): Promise<void> {
  for (let seen = -1; seen !== account.calls().length;) {
    seen = account.calls().length;
    await pause(1_000);
  }
}

describe('CloudFormation is answered with a success', () => {
  const success = { Status: 'SUCCESS', PhysicalResourceId: 'palisade-custom-actions' };

  it.each<[string, Fault]>([
    ['refuses every call', { kind: 'denied' }],
    ['throttles every call', { kind: 'throttle' }],
    ['fails at every call', { kind: '5xx' }],
    ['hangs up on every call', { kind: 'reset' }],
  ])('where AWS %s', async (_, fault) => {
    account.setFault(() => fault);
    for (const type of types) await ask(type);
    expect(answers).toEqual(types.map(() => expect.objectContaining(success)));
    expect(answers[0]?.Data.Missing).toMatch(
      /AWS Config rules.*custom actions.*reserved concurrency.*the first sweep/,
    );
    expect(answers[2]?.Reason).toMatch(
      /the sweep could not be stopped.*AWS Config rules are left.*custom actions in Security Hub are left/,
    );
  });

  it.each(types)('in time on %s, if AWS is too slow', async (type) => {
    account.setFault(() => ({ kind: 'latency', milliseconds: 300 }));
    await ask(type, { remainingMs: 10_200 });
    await noMoreCalls();
    expect(answers).toEqual([expect.objectContaining(success)]);
    expect(answers[0]?.Data.Missing).toBe('not finished within 0 s');
  });

  it.each(types)('on %s, if everything is deleted or off', async (type) => {
    for (const name of functions) account.account.functions.delete(named(name));
    await ask(type);
    expect(answers).toEqual([expect.objectContaining(success)]);
  });

  it('if the template has options that it does not know', async () => {
    process.env['PALISADE_CONFIG_RULES'] = 'some';
    await ask('Create');
    expect(answers).toEqual([expect.objectContaining(success)]);
    expect(answers[0]?.Data.Missing).toMatch(/PALISADE_CONFIG_RULES/);
  });
});

describe('a role that has not propagated yet', () => {
  it('is waited for', async () => {
    const message = 'User: palisade is not authorized to perform: config:DescribeConfigRules';
    let refusals = 1;
    account.setFault(({ operation }) =>
      operation === 'DescribeConfigRules' && refusals-- > 0 ? { kind: 'denied', message } : undefined,
    );
    await ask('Create');
    expect(refusals).toBeLessThan(0);
    expect(answers[0]?.Data.Missing).not.toMatch(/not authorized/);
  });
});

describe('a response URL that is not of CloudFormation', () => {
  it.each(['https://example.com/answer', 'http://169.254.169.254/latest'])(
    'gets no answer, and nothing is done: %s',
    async (url) => {
      account.resetCalls();
      for (const type of types) await expect(ask(type, { url })).rejects.toThrow('ResponseURL');
      expect(account.calls()).toEqual([]);
      expect(answers).toEqual([]);
    },
  );

  it('on the local machine gets an answer only if it is the sandbox’s', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'https://vpce-0a1b.sts.us-east-1.vpce.amazonaws.com';
    await expect(ask('Create')).rejects.toThrow('ResponseURL');
    expect(answers).toEqual([]);
  });
});

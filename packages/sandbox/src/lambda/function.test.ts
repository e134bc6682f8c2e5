import { afterEach, describe, expect, it } from '@jest/globals';
import { useBundles } from '../testing/bundle';
import { startFunction, type FunctionOptions, type LambdaFunction } from './function';

const bundle = useBundles();
let fn: LambdaFunction | undefined;
afterEach(() => fn?.stop());

async function start(source: string, extra: Partial<FunctionOptions> = {}): Promise<LambdaFunction> {
  fn = await startFunction({
    name: 'on-change',
    file: bundle(source),
    handler: 'handler',
    timeoutSeconds: 5,
    ...extra,
  });
  return fn;
}

describe('a function', () => {
  it('answers, keeps its state while warm, and logs', async () => {
    const lines: string[] = [];
    const counter = await start(
      `let count = 0;
       exports.handler = async (event) => { console.log('hello ' + event.name); count += 1; return { count }; };`,
      { onLog: (line) => lines.push(line) },
    );
    const [first, second] = [await counter.invoke({ name: 'ann' }), await counter.invoke({ name: 'bob' })];
    expect([first.payload, first.coldStart, first.logs]).toEqual([{ count: 1 }, true, ['hello ann']]);
    expect([second.payload, second.coldStart]).toEqual([{ count: 2 }, false]);
    expect(first.initDurationMs).toBeGreaterThan(0);
    expect(second.initDurationMs).toBeUndefined();
    expect(lines).toEqual(['hello ann', 'hello bob']);
  });

  it("has Lambda's context and environment, and nothing of the host's", async () => {
    process.env['OF_THE_HOST'] = 'secret';
    const mirror = await start(
      `exports.handler = async (event, context) => ({
         context: { ...context, left: context.getRemainingTimeInMillis() }, env: process.env });`,
      { environment: { POWERTOOLS_LOG_LEVEL: 'DEBUG' }, endpointUrl: 'http://127.0.0.1:1', memoryMb: 256 },
    );
    const { payload, requestId } = await mirror.invoke({});
    expect(payload).toMatchObject({
      context: {
        awsRequestId: requestId,
        functionName: 'on-change',
        functionVersion: '$LATEST',
        invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:on-change',
        memoryLimitInMB: '256',
        logGroupName: '/aws/lambda/on-change',
      },
      env: {
        AWS_LAMBDA_FUNCTION_NAME: 'on-change',
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'ASIASANDBOXONCHANGE',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        POWERTOOLS_LOG_LEVEL: 'DEBUG',
      },
    });
    const { context, env } = payload as { context: { left: number }; env: object };
    expect(context.left).toBeGreaterThan(3000);
    expect(context.left).toBeLessThanOrEqual(5000);
    expect(env).not.toHaveProperty('OF_THE_HOST');
    Reflect.deleteProperty(process.env, 'OF_THE_HOST');
  });

  it.each([
    ['throws', `exports.handler = async () => { throw new TypeError('no'); };`, 'TypeError', 'no'],
    ['throws a string', `exports.handler = async () => { throw 'no'; };`, 'string', 'no'],
    ['cannot be loaded', `throw new RangeError('broken');`, 'RangeError', 'broken'],
    ['does not export', `exports.other = () => 1;`, 'Runtime.HandlerNotFound', 'handler is undefined'],
    [
      'takes a callback',
      `exports.handler = (event, context, callback) => 1;`,
      'Runtime.CallbackHandlerDeprecated',
      'three',
    ],
    ['exits', `exports.handler = async () => process.exit(3);`, 'Runtime.ExitError', 'exit status 3'],
  ])('that %s returns an error', async (_, source, errorType, message) => {
    const { error, payload } = await (await start(source)).invoke({});
    expect([error?.errorType, payload]).toEqual([errorType, undefined]);
    expect(error?.errorMessage).toContain(message);
  });

  it('that takes too long is killed, and then starts cold', async () => {
    const slow = await start(
      `exports.handler = async (event) => { if (event.wait) await new Promise((done) => setTimeout(done, 60000)); return 'done'; };`,
      { timeoutSeconds: 0.5 },
    );
    const late = await slow.invoke({ wait: true });
    expect(late.error).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(late.error?.errorMessage).toContain('Task timed out after 0.50 seconds');
    expect(late.durationMs).toBeGreaterThanOrEqual(490);
    expect(await slow.invoke({})).toMatchObject({ payload: 'done', coldStart: true });
  });

  it('that fails stays warm', async () => {
    const failing = await start(
      `exports.handler = async (event) => { if (event.bad) throw new Error('bad'); return 1; };`,
    );
    await failing.invoke({ bad: true });
    expect(await failing.invoke({})).toMatchObject({ payload: 1, coldStart: false });
  });

  it('runs at most as many invocations at a time as its concurrency allows', async () => {
    const source = `exports.handler = async () => { await new Promise((done) => setTimeout(done, 100)); return process.pid; };`;
    const single = await start(source, { maximumConcurrency: 1 });
    const results = await Promise.all([single.invoke({}), single.invoke({}), single.invoke({})]);
    expect(new Set(results.map((result) => result.payload)).size).toBe(1);
    await single.stop();
    const wide = await start(source, { maximumConcurrency: 3 });
    const parallel = await Promise.all([wide.invoke({}), wide.invoke({})]);
    expect(new Set(parallel.map((result) => result.payload)).size).toBe(2);
  });

  it('that is stopped during a cold start runs nothing and leaves no process', async () => {
    const lines: string[] = [];
    const slow = await start(`exports.handler = async () => { console.log('ran'); return 1; };`, {
      onLog: (line) => lines.push(line),
    });
    const invocation = slow.invoke({});
    await slow.stop();
    expect(await invocation).toMatchObject({ error: { errorType: 'ResourceNotFoundException' } });
    expect(await slow.invoke({})).toMatchObject({ error: { errorType: 'ResourceNotFoundException' } });
    expect(lines).toEqual([]);
  });
});

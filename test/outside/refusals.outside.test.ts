import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type Cloud, createCloud } from '@palisade/sandbox/cloudformation/cloud';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { type Moto, startMoto } from './moto';
import { type OutsideClients, clientsAt } from './read/clients';
import { refusedCalls, removeNothing } from './refusals';

// The same calls in the sandbox and in moto, compared with AWS's answers.

let moto: Moto;
let account: Sandbox;
let cloud: Cloud;
let both: { readonly embedded: OutsideClients; readonly moto: OutsideClients };

beforeAll(async () => {
  [moto, account] = await Promise.all([startMoto(), startSandbox()]);
  cloud = createCloud(account);
  both = { embedded: clientsAt(account.url), moto: clientsAt(moto.url) };
}, 120_000);

afterAll(async () => {
  await cloud.stop();
  await account.stop();
  await moto.stop();
});

beforeEach(() => moto.reset());

async function answerTo(call: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await call;
    return { code: 'none', message: '' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { code: error.name, message: error.message };
  }
}

it.each(refusedCalls)('$what', async ({ call, aws, moto: other }) => {
  const embedded = await answerTo(call(both.embedded));
  expect(embedded).toEqual({ code: aws.code, message: expect.stringContaining(aws.says) });
  const motos = await answerTo(call(both.moto));
  expect(motos.code).toBe(other === 'same' ? aws.code : other.code);
});

it('accepts the removal of what does not exist', async () => {
  expect(await answerTo(removeNothing(both.embedded))).toMatchObject({ code: 'none' });
  expect(await answerTo(removeNothing(both.moto))).toMatchObject({ code: 'none' });
});

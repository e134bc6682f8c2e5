import { afterAll, afterEach, beforeEach, expect } from '@jest/globals';
import type { AccountEvent } from '../account/account';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox';
import { clientsOf, complaints, type Clients } from './clients';

interface TestAccount {
  sandbox: Sandbox;
  aws: Clients;
  events: AccountEvent[];
}

/** Starts a new account with a manual clock for each test. Fails if an SDK client reported a problem with an answer. */
export function useAccount(options: SandboxOptions = {}): TestAccount {
  const test = {} as TestAccount;
  beforeEach(async () => {
    test.sandbox = await startSandbox({ clock: 'manual', startTime: Date.UTC(2026, 10, 22), ...options });
    test.aws = clientsOf(test.sandbox.url);
    test.events = [];
    test.sandbox.onEvent((event) => test.events.push(event));
  });
  afterEach(async () => {
    for (const client of Object.values(test.aws)) client.destroy();
    await test.sandbox.stop();
  });
  afterAll(() => {
    expect(complaints).toEqual([]);
  });
  return test;
}

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tools } from './run';

/** moto's account: one server on loopback. */
export interface Moto {
  /** moto finds a template's bucket in its URL by the name `localhost` only (gap `template-url-host`). */
  readonly url: string;
  /** The same server under its address. */
  readonly address: string;
  /** An empty account again. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const startMs = 60_000;
const lifetimeMs = 300_000;

/** Starts moto_server as a child process. @throws Error with what it printed, when it does not come up */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const child = spawn(path.join(tools, 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
    // One account, whatever the engineer's own settings are; it needs nothing else of the environment.
    env: { PATH: process.env['PATH'], PYTHONWARNINGS: 'ignore' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A test that never stops it does not keep it for ever.
    timeout: lifetimeMs,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
  let printed = '';
  child.stderr.on('data', (data: Buffer) => (printed = (printed + data.toString()).slice(-4000)));
  const address = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + startMs;
  while (!(await answers(`${address}/moto-api/data.json`))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`moto_server does not answer: ${printed}`);
    }
    await pause(100);
  }
  const reset = async () => {
    await post(`${address}/moto-api/reset`, {});
    // There is no Docker: functions are kept, and not run (gap `functions-not-run`).
    await post(`${address}/moto-api/config`, { lambda: { use_docker: false } });
  };
  await reset();
  return {
    url: `http://localhost:${port}`,
    address,
    reset,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const at = server.address();
      server.close(() => {
        if (at === null || typeof at === 'string') reject(new Error('no port'));
        else resolve(at.port);
      });
    });
  });
}

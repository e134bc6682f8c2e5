import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tools } from './run';

/** moto's account: one server on loopback. */
export interface Moto {
  /** The address with the name `localhost`, which moto needs to find a template's bucket (gap `template-url-host`). */
  readonly url: string;
  /** The same server by its IP address. */
  readonly address: string;
  /** Empties the account. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const startMs = 60_000;
const lifetimeMs = 300_000;

/** Starts moto_server as a child process. @throws Error with its output, if it does not start */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const child = spawn(path.join(tools, 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
    // A fixed account, whatever the developer's own settings; it needs nothing else from the environment.
    env: { PATH: process.env['PATH'], PYTHONWARNINGS: 'ignore' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // It exits with the test process, even if the test never stops it.
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
    // Without Docker, functions are stored and not run (gap `functions-not-run`).
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

import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { BOOTSTRAP } from './bootstrap';
import type { FunctionError } from './function-error';
import { startRuntimeApi, type InvocationResult, type RuntimeApi } from './runtime-api';

export interface EnvironmentOptions {
  readonly file: string;
  readonly handler: string;
  readonly functionArn: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly node: string;
  readonly timeoutMs: number;
  readonly onLog: (line: string) => void;
}

/** One execution environment: a child process that serves one invocation at a time. */
export interface ExecutionEnvironment {
  readonly alive: () => boolean;
  /** Milliseconds from the start of the process until it requested its first event. */
  readonly initDurationMs: number;
  /** The lines that the process has written since the last call. */
  takeLogs(): string[];
  invoke(event: unknown): Promise<InvocationResult & { requestId: string; durationMs: number }>;
  stop(): Promise<void>;
}

const INIT_TIMEOUT_MS = 10_000;

/** Starts the process and waits until it is ready. Returns an error if its initialisation failed. */
export async function startEnvironment(
  options: EnvironmentOptions,
): Promise<ExecutionEnvironment | FunctionError> {
  const api = await startRuntimeApi(options.functionArn);
  const startedAt = performance.now();
  const child = spawn(options.node, ['-e', BOOTSTRAP, options.file, options.handler], {
    // Nothing of the host's environment, so that no function works only by accident.
    env: { PATH: process.env['PATH'], ...options.environment, AWS_LAMBDA_RUNTIME_API: api.address },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logs = captureLogs(child, options.onLog);
  const exited = new Promise<FunctionError>((resolve) => {
    child.once('error', (error) => {
      resolve({ errorType: 'Runtime.InvalidEntrypoint', errorMessage: error.message });
    });
    child.once('close', (code, signal) => {
      const status = code === null ? `signal: ${String(signal)}` : `exit status ${code}`;
      resolve({ errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${status}` });
    });
  });
  const slow = after(INIT_TIMEOUT_MS, {
    errorType: 'Sandbox.Timedout',
    errorMessage: 'Init phase timed out',
  });
  const problem = await Promise.race([api.ready, exited, slow.promise]);
  slow.cancel();
  if (problem !== undefined) {
    await shutDown(child, exited, api);
    return problem;
  }
  return {
    alive: () => child.exitCode === null && child.signalCode === null && !child.killed,
    initDurationMs: performance.now() - startedAt,
    takeLogs: () => logs.splice(0),
    invoke: (event) => invoke(event, options.timeoutMs, child, api, exited),
    stop: () => shutDown(child, exited, api),
  };
}

async function invoke(
  event: unknown,
  timeoutMs: number,
  child: ChildProcess,
  api: RuntimeApi,
  exited: Promise<FunctionError>,
): Promise<InvocationResult & { requestId: string; durationMs: number }> {
  const requestId = randomUUID();
  const begun = performance.now();
  const seconds = (timeoutMs / 1000).toFixed(2);
  const late = after(timeoutMs, {
    error: {
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
    },
    timedOut: true,
  });
  const crashed = exited.then(({ errorType, errorMessage }) => ({
    error: { errorType, errorMessage: `RequestId: ${requestId} Error: ${errorMessage}` },
  }));
  const answered = api.invoke(requestId, event, Date.now() + timeoutMs);
  const outcome = await Promise.race([answered, crashed, late.promise]);
  late.cancel();
  if ('timedOut' in outcome) {
    child.kill('SIGKILL');
    await exited;
  }
  const result = 'error' in outcome ? { error: outcome.error } : { payload: outcome.payload };
  return { ...result, requestId, durationMs: performance.now() - begun };
}

async function shutDown(child: ChildProcess, exited: Promise<unknown>, api: RuntimeApi): Promise<void> {
  child.kill('SIGKILL');
  await exited;
  await api.stop();
}

function captureLogs(child: ChildProcess, onLog: (line: string) => void): string[] {
  const logs: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        logs.push(line);
        onLog(line);
      }
    });
  }
  return logs;
}

function after<T>(milliseconds: number, value: T): { promise: Promise<T>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, milliseconds, value);
  });
  return {
    promise,
    cancel: () => {
      clearTimeout(timer);
    },
  };
}

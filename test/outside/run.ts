import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const repositoryRoot = path.resolve(__dirname, '../..');

/** The folder into which `scripts/outside-tools.sh` installs the tools. */
export const tools = path.join(repositoryRoot, 'node_modules/.cache/palisade-outside/bin');

/** The output and the exit code of a child process. */
export interface ProcessResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The timeout (ms), with room for a busy machine. */
const patienceMs = 180_000;

/**
 * Runs a program to its end, without the developer's AWS configuration, and with no network except `url`.
 * @throws Error if it does not end
 */
export function runProgram(
  program: string,
  args: readonly string[],
  url: string,
  folder = repositoryRoot,
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      cwd: folder,
      env: environment(url),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: patienceMs,
      killSignal: 'SIGKILL',
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === null) reject(new Error(`${program} ${args.join(' ')} ended by ${signal}: ${out}${err}`));
      else resolve({ code, out, err });
    });
  });
}

export type Aws = (...args: string[]) => Promise<ProcessResult>;

/** Runs the AWS CLI with an account. Takes the arguments as typed. */
export function awsCli(url: string): Aws {
  return (...args) => runProgram(path.join(tools, 'aws'), args, url);
}

/** The Serverless Framework as `npx serverless` runs it. */
export function serverless(url: string, ...args: string[]): Promise<ProcessResult> {
  return runProgram(
    process.execPath,
    [path.join(repositoryRoot, 'node_modules/serverless/bin/serverless.js'), ...args],
    url,
  );
}

const home = mkdtempSync(path.join(tmpdir(), 'palisade-outside-home-'));

function environment(url: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: home,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'AKIAENGINEER',
    AWS_SECRET_ACCESS_KEY: 'of-no-real-account',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    SLS_NOTIFICATIONS_MODE: 'off',
    SLS_TELEMETRY_DISABLED: '1',
  };
}

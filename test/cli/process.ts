import { execFile } from 'node:child_process';
import path from 'node:path';

/** The real command of this checkout. */
export const bin = path.join(__dirname, '../../bin/palisade.mjs');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program whose environment has only `PATH` and the given variables. */
export function startProgram(
  [program, ...argv]: readonly [string, ...string[]],
  cwd: string,
  { env = {}, stdin = '' }: { readonly env?: Readonly<Record<string, string>>; readonly stdin?: string } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      argv,
      { cwd, env: { PATH: process.env['PATH'], ...env }, timeout: 50_000 },
      (_error, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr });
      },
    );
    child.stdin?.on('error', () => undefined).end(stdin);
  });
}

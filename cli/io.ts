import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { programName } from './program-name';

/** A stream that may be a terminal. */
export type Input = Readable & { readonly isTTY?: boolean | undefined };
export type Output = Writable & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

/** Everything that the command line uses apart from AWS and files, so that tests run the real command in-process. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How a person runs the command; commands that it prints begin with this. */
  readonly program: string;
  /** The current time, ISO 8601 with milliseconds. */
  readonly now: () => string;
  /** Waits this many ms, or until `signal` is aborted. */
  readonly pause: (ms: number) => Promise<void>;
  /** Aborted by the first Ctrl-C, in a command that can finish the calls in flight before it stops. */
  readonly signal: AbortSignal;
  /** From now on, the first Ctrl-C only aborts `signal`. */
  readonly stopInOrder: () => void;
}

/** The streams, environment and clock of this process. */
export function processIo(signal: AbortSignal, stopInOrder: () => void): Io {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    program: programName({ env: process.env, script: process.argv[1], folder: process.cwd() }),
    now: () => new Date().toISOString(),
    pause: async (ms) => {
      // An abort only ends the wait early; it is not an error.
      await pause(ms, undefined, { signal }).catch(() => undefined);
    },
    signal,
    stopInOrder,
  };
}

/** Resolves once the whole text is written, however slow the reader is. */
export async function write(stream: Output, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

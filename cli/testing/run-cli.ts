import { PassThrough, Readable } from 'node:stream';
import { run } from '../main';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliSurroundings {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the streams are terminals. */
  readonly terminal?: boolean;
  /** What the command is called here; default: `palisade`. */
  readonly program?: string;
  /** Default: Ctrl-C is never pressed. */
  readonly signal?: AbortSignal;
  /** Called when, from now on, Ctrl-C has to wait for the call in flight. */
  readonly stopInOrder?: () => void;
}

/** Runs the real command in this process and collects its output. A pause takes a hundredth of its time. */
export async function runCli(argv: readonly string[], given: CliSurroundings = {}): Promise<Ran> {
  const terminal = given.terminal === true;
  const out = sink(terminal);
  const err = sink(terminal);
  const stdin = Object.assign(Readable.from(given.stdin === undefined ? [] : [given.stdin]), {
    isTTY: terminal,
  });
  const code = await run(argv, {
    stdin,
    stdout: out.stream,
    stderr: err.stream,
    env: given.env ?? {},
    program: given.program ?? 'palisade',
    now: () => new Date().toISOString(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms / 100, 100))),
    signal: given.signal ?? new AbortController().signal,
    stopInOrder: given.stopInOrder ?? (() => undefined),
  });
  return { code, stdout: out.text(), stderr: err.text() };
}

function sink(isTTY: boolean) {
  const chunks: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY, columns: isTTY ? 90 : undefined });
  stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return { stream, text: () => chunks.join('') };
}

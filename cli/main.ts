import { CommanderError } from 'commander';
import { systemCodeOf } from '../adapters/errors';
import { errorText } from './errors';
import { type Io, processIo, write } from './io';
import type { GivenOptions } from './output/commands';
import { buildProgram } from './program';

/** Bad usage, bad input, or AWS out of reach. */
const unusable = 2;
/** What a shell reports for a process that was ended by SIGINT or SIGPIPE. */
const interrupted = 130;
const brokenPipe = 141;

/**
 * Runs one command line (without the program's name) and returns its exit code: 0 nothing at or above `--fail-on`,
 * 1 something is, 2 bad usage or input, 3 too little could be read to judge. Never throws.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  let given: GivenOptions = {};
  const program = buildProgram(
    io,
    (result) => {
      code = result;
    },
    (options) => {
      given = options;
    },
  );
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed its own message.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : unusable;
    if (isBrokenPipe(error)) return brokenPipe;
    await write(io.stderr, errorText(error, io, given));
    return unusable;
  }
}

/** Runs the command line of this process: sets up streams and signals, and the exit code, around `run`. */
export async function main(): Promise<void> {
  // The SDK's notice is for developers; a person who types a command can do nothing about it.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const controller = new AbortController();
  let inOrder = false;
  process.on('SIGINT', () => {
    if (!inOrder || controller.signal.aborted) process.exit(interrupted);
    process.stderr.write('\nStopping after the calls in flight; press Ctrl-C again to stop immediately.\n');
    controller.abort();
  });
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error) => {
      if (isBrokenPipe(error)) process.exit(brokenPipe);
      throw error;
    });
  process.exitCode = await run(
    process.argv.slice(2),
    processIo(controller.signal, () => {
      inOrder = true;
    }),
  );
}

function isBrokenPipe(error: unknown): boolean {
  return systemCodeOf(error) === 'EPIPE';
}

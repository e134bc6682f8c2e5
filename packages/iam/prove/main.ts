import { proveLines } from '.';

// `palisade-prove < problems.jsonl`: the command of the package.

const usage = `Usage: palisade-prove < problems.jsonl

Decides IAM problems in bulk: one JSON problem a line from stdin, one JSON answer a line to stdout, in order.
What a problem and an answer hold: README.md of @palisade/iam.
`;

/** A reader that has seen enough, such as `head`, is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2);
});

if (process.argv.length > 2) {
  const isHelp = process.argv.includes('--help');
  (isHelp ? process.stdout : process.stderr).write(usage);
  process.exitCode = isHelp ? 0 : 2;
} else
  proveLines(process.stdin, process.stdout).catch((error: unknown) => {
    process.stderr.write(`palisade-prove: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  });

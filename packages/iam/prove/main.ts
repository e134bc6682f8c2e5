import { createReadStream } from 'node:fs';
import { checkLines, proveLines } from '.';

// `palisade-prove < problems.jsonl`: the command of the package.

const usage = `Usage: palisade-prove [--certificates] < problems.jsonl
       palisade-prove check problems.jsonl answers.jsonl

Decides IAM problems in bulk: one JSON problem a line from stdin, one JSON answer a line to stdout, in order.
What a problem and an answer hold: README.md of @palisade/iam.

--certificates  each verdict that no request is left comes with a certificate
check           checks such certificates without the engine; 1 when one is missing or not accepted
`;

/** A reader that has seen enough, such as `head`, is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2);
});

function fail(error: unknown): void {
  process.stderr.write(`palisade-prove: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

const [first, problems, answers, ...more] = process.argv.slice(2);
if (first === undefined || (first === '--certificates' && problems === undefined)) {
  proveLines(process.stdin, process.stdout, { certificates: first !== undefined }).catch(fail);
} else if (first === 'check' && problems !== undefined && answers !== undefined && more.length === 0) {
  checkLines(createReadStream(problems), createReadStream(answers), process.stdout)
    .then((isAccepted) => {
      process.exitCode = isAccepted ? 0 : 1;
    })
    .catch(fail);
} else {
  (first === '--help' ? process.stdout : process.stderr).write(usage);
  process.exitCode = first === '--help' ? 0 : 2;
}

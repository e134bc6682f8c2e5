import { existsSync, readFileSync } from 'node:fs';

/**
 * Prints the mutation score by file and of all, from the reports of the last runs: found (killed or timed out) of all
 * mutants. `npm run test:mutation` ends with it. With `--before FILE`, a table that an earlier run printed with `--json`,
 * it shows both and fails where the score of a file fell.
 */
const reports = ['reports/mutation.json', 'reports/mutation-policies.json'].filter((file) =>
  existsSync(file),
);
const [, , option, before] = process.argv;

/** By file: how many of its mutants there are, and how many of them a test found. */
function scores() {
  const found = {};
  for (const report of reports)
    for (const [file, { mutants }] of Object.entries(JSON.parse(readFileSync(report, 'utf8')).files)) {
      const counted = mutants.filter(({ status }) => !['Ignored', 'CompileError'].includes(status));
      const killed = counted.filter(({ status }) => ['Killed', 'Timeout'].includes(status));
      if (counted.length > 0) found[file] = { found: killed.length, all: counted.length };
    }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function shown({ found, all }) {
  return `${`${found}/${all}`.padStart(11)} ${((100 * found) / all).toFixed(1).padStart(5)}`;
}

const now = scores();
if (Object.keys(now).length === 0) throw new Error('no report in reports/: npm run test:mutation makes them');
if (option === '--json') process.stdout.write(`${JSON.stringify(now, null, 2)}\n`);
else {
  const earlier = option === '--before' ? JSON.parse(readFileSync(before, 'utf8')) : {};
  const sum = { found: 0, all: 0 };
  for (const [file, score] of Object.entries(now)) {
    sum.found += score.found;
    sum.all += score.all;
    const was = earlier[file];
    const isWorse = was !== undefined && score.found / score.all < was.found / was.all;
    if (isWorse) process.exitCode = 1;
    const comparison = was === undefined ? '' : `  before ${shown(was)}${isWorse ? '  FELL' : ''}`;
    process.stdout.write(`${file.padEnd(32)}${shown(score)}${comparison}\n`);
  }
  process.stdout.write(`${'all'.padEnd(32)}${shown(sum)}\n`);
}

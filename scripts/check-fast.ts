import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { changedFiles } from './check-fast/changed-files';
import { nearestTests } from './check-fast/nearest-tests';
import { processorSeconds } from './check-fast/processor-seconds';
import { root } from './generated-files';

// npm run check:fast [-- FILE…]: checks the change at hand, at most 40 s of processor time for an ordinary one. Format,
// lint and layers of the files that differ from where the branch left main (or of those that are named), the types of
// everything, and the nearest of the tests that depend on those files. The rest is for `npm test`.

/** So many tests at most, which bounds the time. */
const mostTests = 6;
// The Go programs collect garbage less often: memory for time.
const env = { ...process.env, GOGC: '400' };

const named = process.argv.slice(2);
const files = named.length > 0 ? named : changedFiles(root);
const sources = files.filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.startsWith('test/toy/rule/'));
const failed: string[] = [];

function run(name: string, command: string, argv: readonly string[]): void {
  const [began, spent] = [Date.now(), processorSeconds()];
  const tool = path.join(root, 'node_modules/.bin', command);
  const { status, stdout, stderr } = spawnSync(tool, argv, { cwd: root, env, encoding: 'utf8' });
  const seconds = [processorSeconds() - spent, (Date.now() - began) / 1_000].map((one) => one.toFixed(1));
  process.stdout.write(
    `${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds.join(' s of processor time, ')} s)\n`,
  );
  if (status === 0) return;
  failed.push(name);
  process.stdout.write(`${stdout}${stderr}\n`);
}

/** Tests that depend on the files, as jest finds them. */
function related(): readonly string[] {
  const argv = ['--listTests', '--json', '--findRelatedTests', ...sources];
  const { stdout } = spawnSync(path.join(root, 'node_modules/.bin/jest'), argv, {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  return (JSON.parse(stdout) as readonly string[]).map((file) => path.relative(root, file));
}

/** The suites of every rule, for the rules that have changed. */
function ofRules(): void {
  const ids = new Set(files.flatMap((file) => /^rules\/([a-z0-9-]+)\//.exec(file)?.[1] ?? []));
  if (ids.size === 0) return;
  const only = `^(${[...ids].join('|')}) `;
  const suites = ['test/rules/cases', 'test/rules/permissions/permissions'];
  run(`tests of ${[...ids].join(', ')}`, 'jest', ['--runInBand', '-t', only, ...suites]);
}

if (files.length === 0) process.stdout.write('Nothing differs from main.\n');
else {
  run('format', 'prettier', ['--check', '--ignore-unknown', '--log-level', 'warn', ...files]);
  if (sources.length > 0) {
    run('lint', 'oxlint', sources);
    run('types', 'tsgo', ['--checkers', '1', '--tsBuildInfoFile', 'node_modules/.cache/tsgo/tsbuildinfo']);
    run('layers', 'depcruise', ['--config', '.dependency-cruiser.cjs', '--max-depth', '1', ...sources]);
    ofRules();
    const all = related();
    const tests = nearestTests(all, files, mostTests);
    if (tests.length > 0)
      run(`the nearest ${tests.length} of ${all.length} tests`, 'jest', [
        '--runInBand',
        '--runTestsByPath',
        ...tests,
      ]);
  }
  process.stdout.write(`${processorSeconds().toFixed(0)} s of processor time for ${files.length} files\n`);
}
if (failed.length > 0) process.exitCode = 1;

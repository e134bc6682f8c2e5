import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './generated-files';
import { git, temporaryCopy } from './temporary-copy';

// npm run toy [-- --whole]: adds the toy rule (test/toy/rule) to a temporary copy, as its author would: its folder,
// and nothing else. It makes a call that no other rule makes, and has an option, an event and a fix of its own. All
// checks of a rule have to pass for it, and without its permission one has to fail. --whole also runs the suites of
// the other rules and the end-to-end suite.

const source = path.join(root, 'test/toy/rule');
// No script names a rule, so the id is read from the rule's own files.
const id = /\bid: '([a-z0-9-]+)'/.exec(readFileSync(path.join(source, 'index.ts'), 'utf8'))?.[1] ?? '';
const folder = `rules/${id}/`;
const isWhole = process.argv.includes('--whole');
/** What `npm run docs` writes, apart from the pages of rules. */
const generated = [
  'docs/permissions.md',
  'docs/rules.md',
  'infra/cloudformation/changes.yml',
  'rules/registry.ts',
  'test/rules/case-tables.ts',
  'test/scenarios/index.ts',
];
/** Suites that run for each rule, under its id. */
const ofEachRule = ['test/rules/cases', 'test/rules/permissions'];
const permissions = ['test/rules/permissions/permissions'];
/** Suites over all rules at once. */
const ofAllRules = [
  'test/rules/folders',
  'test/rules/names',
  'test/rules/undo-preview',
  'test/rules/untouchable',
  'test/scenarios',
  'test/infra/template.test.ts',
];
const builds = 'node_modules/.cache/tsgo';

function run(copy: string, [command = '', ...argv]: readonly string[]): boolean {
  return spawnSync(command, argv, { cwd: copy, stdio: 'inherit' }).status === 0;
}

/** Runs suites, or only their tests of the toy rule. Fails if no test passed: the filter may match none. */
function passes(copy: string, suites: readonly string[], only: 'toy' | 'all' = 'all'): boolean {
  const { ok, passed } = counts(copy, suites, only);
  return ok && passed > 0;
}

/** How many tests of the suites passed and failed, and whether nothing else was wrong. */
function counts(copy: string, suites: readonly string[], only: 'toy' | 'all') {
  const file = path.join(copy, 'out/toy.json');
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const named = only === 'toy' ? ['-t', `^${id} `] : [];
  const ok = run(copy, [
    'npx',
    'jest',
    '--maxWorkers=1',
    '--json',
    `--outputFile=${file}`,
    ...named,
    ...suites,
  ]);
  const result = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  return { ok, passed: result.numPassedTests, failed: result.numFailedTests };
}

/** @throws Error that names the step that failed */
function step(name: string, isAsItShould: () => boolean): void {
  const begun = Date.now();
  const ok = isAsItShould();
  process.stdout.write(
    `${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - begun) / 60_000).toFixed(1)} min)\n`,
  );
  if (!ok) throw new Error(name);
}

/** What differs from the repository; a folder of new files is one line. */
function changed(copy: string): readonly string[] {
  return git(copy, 'status', '--porcelain').map((line) => line.slice(3));
}

function toy(copy: string): void {
  cpSync(source, path.join(copy, folder), { recursive: true });
  step('npm run docs', () => run(copy, ['npm', 'run', '--silent', 'docs']));
  const files = changed(copy);
  process.stdout.write(
    `Changed by hand: ${folder}\nGenerated: ${files.filter((one) => one !== folder).join(', ')}\n`,
  );
  step('nothing else is changed', () => files.every((file) => file === folder || generated.includes(file)));
  // Only what the toy rule changes is compiled again, where this checkout has been.
  if (existsSync(path.join(root, builds)))
    cpSync(path.join(root, builds), path.join(copy, builds), { recursive: true });
  step('types', () => run(copy, ['npm', 'run', '--silent', 'types']));
  step('lint', () => run(copy, ['npx', 'oxlint', folder]));
  step('layers', () => run(copy, ['npx', 'depcruise', folder, '--config', '.dependency-cruiser.cjs']));
  step('its own suites', () => passes(copy, ofEachRule, 'toy'));
  step('suites of all rules', () => passes(copy, isWhole ? ['test/rules', ...ofAllRules] : ofAllRules));
  step('faults', () => run(copy, ['npm', 'run', '--silent', 'test:faults', '--', id, '--rotation', '0']));
  if (isWhole)
    step('end to end', () => run(copy, ['npm', 'run', '--silent', 'test:e2e', '--', 'everything']));
  const calls = path.join(copy, folder, 'calls.ts');
  const without = readFileSync(calls, 'utf8').replace('step: tagging', 'step: []');
  writeFileSync(calls, without);
  step('without its permission a test fails', () => counts(copy, permissions, 'toy').failed > 0);
}

const copy = temporaryCopy();
try {
  toy(copy);
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true });
}

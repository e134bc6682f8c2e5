import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './generated-files';
import { git, temporaryCopy } from './temporary-copy';

// npm run toy [-- --quick]: adds the toy rule (test/toy/rule) to a temporary copy, as its author would: its folder and
// nothing else. It makes a call that no other rule makes, and has an option, an event and a fix of its own. All suites
// that every rule must pass have to pass, and without its permission one has to fail. --quick leaves out the end-to-end
// suite and those of other rules.

const source = path.join(root, 'test/toy/rule');
// No script names a rule, so the id is read from the rule's own files.
const id = /\bid: '([a-z0-9-]+)'/.exec(readFileSync(path.join(source, 'index.ts'), 'utf8'))?.[1] ?? '';
const folder = `rules/${id}/`;
const isQuick = process.argv.includes('--quick');
/** What `npm run docs` writes, apart from the pages of rules. */
const generated = [
  'docs/permissions.md',
  'docs/rules.md',
  'infra/cloudformation/changes.yml',
  'rules/registry.ts',
  'test/rules/case-tables.ts',
  'test/scenarios/index.ts',
];
const ofRules = isQuick ? ['test/rules/cases', 'test/rules/folders', 'test/rules/names'] : ['test/rules'];
const jest = ['npx', 'jest', '--maxWorkers=1'];
const permissions = [...jest, 'test/rules/permissions/permissions'];

function run(copy: string, [command = '', ...argv]: readonly string[]): boolean {
  return spawnSync(command, argv, { cwd: copy, stdio: 'inherit' }).status === 0;
}

/**
 * @throws Error that names the step that failed
 */
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
  step('types', () => run(copy, ['npx', 'tsc']));
  step('lint', () => run(copy, ['npx', 'eslint', folder]));
  step('layers', () => run(copy, ['npm', 'run', '--silent', 'layers']));
  step('rules and template', () =>
    run(copy, [...jest, ...ofRules, 'test/scenarios', 'test/infra/template.test.ts']),
  );
  step('permissions', () => run(copy, permissions));
  if (!isQuick)
    step('end to end', () => run(copy, ['npm', 'run', '--silent', 'test:e2e', '--', 'everything']));
  const calls = path.join(copy, folder, 'calls.ts');
  const without = readFileSync(calls, 'utf8').replace('step: tagging', 'step: []');
  writeFileSync(calls, without);
  step('without its permission a test fails', () => !run(copy, permissions));
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

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './generated-files';
import { filesOf } from './new-rule/files';
import { scaffoldKinds } from './new-rule/kinds';

// npm run new-rule -- ID [--type TYPE]: creates and lists the folder of a rule that compiles and has a failing test
// table. No file outside the folder has to be edited by hand.

const usage = `Usage: npm run new-rule -- ID [--type ${Object.keys(scaffoldKinds).join('|')}]`;
const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;

/** Why no rule can be created from these arguments; `undefined` if one can. */
function refusal(id: string | undefined, type: string): string | undefined {
  if (id === undefined) return usage;
  if (!idPattern.test(id))
    return `${id} is no id for a rule: use words of a-z and 0-9 with hyphens between, KIND-WHAT`;
  if (existsSync(path.join(root, 'rules', id))) return `rules/${id} exists already: choose another id`;
  if (!Object.hasOwn(scaffoldKinds, type))
    return `there is no scaffold for ${type}: use one of ${Object.keys(scaffoldKinds).join(', ')}`;
  return undefined;
}

function main(): number {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { type: { type: 'string', default: 'AWS::SageMaker::NotebookInstance' } },
  });
  const [id] = positionals;
  const problem = positionals.length > 1 ? usage : refusal(id, values.type);
  const kind = scaffoldKinds[values.type];
  if (problem !== undefined || id === undefined || kind === undefined) {
    process.stderr.write(`${problem ?? usage}\n`);
    return 2;
  }
  const folder = path.join(root, 'rules', id);
  mkdirSync(folder);
  const files = filesOf(id, values.type, kind);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const { status } = spawnSync('npm', ['run', '--silent', 'docs'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) return 1;
  process.stdout.write(`Made rules/${id} (${Object.keys(files).join(', ')}) and listed it.

Next:
  1. cases.ts      write the truth table: a row for everything that AWS can answer
  2. evaluate.ts   judge, until npx jest test/rules/cases -t ${id} passes
  3. plan.ts, calls.ts   the steps with their inverses, and the permission of each call
  4. scenarios.ts  a drift for each outcome of the plan, then npm run test:faults -- ${id}
  5. index.ts, README.md   say what it is; npm run docs writes the header
  6. npm run check
Options (options.ts) and further CloudTrail events (events) are declared in index.ts: see CONTRIBUTING.md.
`);
  return 0;
}

process.exitCode = main();

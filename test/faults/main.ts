import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { scenarios } from '../scenarios';
import { type Kind, kinds } from './kinds';
import { print } from './print';
import { Table } from './table';
import type { Report, Task } from './worker';

/**
 * `npm run test:faults`: breaks every AWS call of every rule's remediation in every way, and looks whether it ends
 * right. `-- RULE` runs one rule, `--kind KIND` one kind, `--at INDEX` one call; `--calls` lists the calls.
 * `--sample 7` takes every seventh fault, which still meets every kind: what CI has the time for.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kind: { type: 'string' },
      at: { type: 'string' },
      calls: { type: 'boolean' },
      sample: { type: 'string', default: '1' },
    },
  });
  const chosen = kinds.filter((kind) => values.kind === undefined || kind === values.kind);
  const tasks = scenarios.flatMap(({ rule }, scenario) =>
    positionals.length === 0 || positionals.includes(rule)
      ? parts(scenario, chosen, values.at, Number(values.sample))
      : [],
  );
  if (tasks.length === 0 || chosen.length === 0)
    throw new Error(`There is no such rule or kind. Kinds: ${kinds.join(', ')}.`);
  const started = Date.now();
  const table = new Table(values.calls === true);
  const bundle = await bundled();
  const workers = Math.min(2, availableParallelism());
  await Promise.all(
    Array.from({ length: workers }, () =>
      work(bundle, tasks, (report) => {
        table.add(report);
      }),
    ),
  );
  print(table.text());
  print(`${Math.round((Date.now() - started) / 1_000)} s in ${workers} processes`);
  if (!table.isGood()) process.exitCode = 1;
}

/** Small enough to share out evenly. */
const partsOfScenario = 8;

function parts(scenario: number, chosen: readonly Kind[], at: string | undefined, sample: number): Task[] {
  const length = at === undefined ? partsOfScenario : 1;
  return Array.from({ length }, (_, part) => ({
    scenario,
    part: part * sample,
    of: length * sample,
    kinds: chosen,
    ...(at === undefined ? {} : { at: Number(at) }),
  }));
}

/** One file, because the loader that runs TypeScript directly makes each dynamic import a message to another thread. */
async function bundled(): Promise<string> {
  const outfile = path.resolve('node_modules', '.cache', 'palisade-faults', `child-${process.pid}.cjs`);
  await build({
    entryPoints: [path.join('test', 'faults', 'child.ts')],
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    external: ['dynalite'],
    supported: { 'dynamic-import': false },
    sourcemap: true,
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

/** One process that takes tasks until none is left. */
function work(bundle: string, tasks: Task[], tell: (report: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(bundle, [], {
      execArgv: ['--enable-source-maps'],
      env: {
        ...process.env,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        POWERTOOLS_LOG_LEVEL: 'SILENT',
        POWERTOOLS_METRICS_DISABLED: 'true',
      },
    });
    const next = (): void => {
      const task = tasks.shift();
      if (task === undefined) child.disconnect();
      else child.send(task);
    };
    child.on('message', (report: Report) => {
      if (report.type === 'done') next();
      else tell(report);
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a process of the matrix ended with ${String(code)}`));
    });
    next();
  });
}

void main();

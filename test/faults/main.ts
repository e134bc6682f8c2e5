import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundled, silentEnvironment } from '../fakes/bundled';
import { scenarios } from '../scenarios';
import { faultKinds } from './kinds';
import { print } from './print';
import { Table } from './table';
import type { Report, Task } from './worker';

/**
 * `npm run test:faults`: injects faults of every kind at every AWS call of every rule's remediation, and checks how the
 * run ends. Without options it takes one fault of every second class (see `sampled`); `--rotation N` takes others.
 * `--all` runs all of them, `-- RULE` those of one rule, `--kind KIND` those of one kind, `--at INDEX` those at one
 * call; `--calls` lists the calls. `--whole` runs every fault to its end, even if the rest is known already.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kind: { type: 'string' },
      at: { type: 'string' },
      calls: { type: 'boolean' },
      all: { type: 'boolean', default: false },
      rotation: { type: 'string' },
      whole: { type: 'boolean', default: false },
    },
  });
  const chosen = faultKinds.filter((kind) => values.kind === undefined || kind === values.kind);
  const isNarrow = positionals.length > 0 || (values.kind ?? values.at) !== undefined;
  const isAll = values.all || (isNarrow && values.rotation === undefined);
  const number = Number(values.rotation ?? 0);
  if (!Number.isInteger(number) || number < 0)
    throw new Error(`--rotation takes a whole number from 0, not "${values.rotation ?? ''}".`);
  const rotation = isAll ? {} : { rotation: number };
  const tasks = scenarios.flatMap(({ rule }, scenario) =>
    positionals.length === 0 || positionals.includes(rule)
      ? parts(scenario, { kinds: chosen, isWhole: values.whole, ...rotation }, values.at)
      : [],
  );
  if (tasks.length === 0 || chosen.length === 0)
    throw new Error(`There is no such rule or kind. Kinds: ${faultKinds.join(', ')}.`);
  const started = Date.now();
  const table = new Table(values.calls === true);
  const bundle = await bundled(path.join('test', 'faults', 'child.ts'), 'faults', `child-${process.pid}.cjs`);
  const workers = Math.min(2, availableParallelism());
  const cpuMs = await Promise.all(
    Array.from({ length: workers }, () =>
      work(bundle, tasks, (report) => {
        table.add(report);
      }),
    ),
  );
  print(table.text());
  const seconds = (ms: number): number => Math.round(ms / 1_000);
  const busy = seconds(cpuMs.reduce((a, b) => a + b, 0));
  print(`${seconds(Date.now() - started)} s, ${busy} s of processor time in ${workers} processes`);
  if (!table.isGood()) process.exitCode = 1;
}

/** Small enough to distribute evenly. */
const partsOfScenario = 8;

function parts(
  scenario: number,
  chosen: Pick<Task, 'kinds' | 'isWhole' | 'rotation'>,
  at: string | undefined,
): Task[] {
  const length = at === undefined ? partsOfScenario : 1;
  return Array.from({ length }, (_, part) => ({
    ...chosen,
    scenario,
    isFirst: part === 0,
    part,
    of: length,
    ...(at === undefined ? {} : { at: Number(at) }),
  }));
}

/**
 * Takes the next task: of the scenario that the process has recorded already, else of one that no process has begun,
 * else of the one with the most tasks left.
 */
function take(tasks: Task[], scenario: number | undefined): Task | undefined {
  const left = (one: number): number => tasks.filter((task) => task.scenario === one).length;
  const next =
    tasks.find((task) => task.scenario === scenario) ??
    tasks.find(({ isFirst }) => isFirst) ??
    tasks.toSorted((a, b) => left(b.scenario) - left(a.scenario))[0];
  if (next !== undefined) tasks.splice(tasks.indexOf(next), 1);
  return next;
}

/** One process that takes tasks until none is left. Returns its processor time (ms). */
function work(bundle: string, tasks: Task[], tell: (report: Report) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(bundle, [], {
      // Most objects are short-lived, so a larger young generation saves garbage collections.
      execArgv: ['--enable-source-maps', '--max-semi-space-size=64'],
      env: {
        ...process.env,
        ...silentEnvironment,
      },
    });
    let cpuMs = 0;
    let scenario: number | undefined;
    const next = (): void => {
      const task = take(tasks, scenario);
      scenario = task?.scenario;
      if (task === undefined) child.disconnect();
      else child.send(task);
    };
    child.on('message', (report: Report) => {
      if (report.type === 'done') {
        cpuMs = report.cpuMs;
        next();
      } else tell(report);
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(cpuMs);
      else reject(new Error(`a process of the matrix ended with ${String(code)}`));
    });
    next();
  });
}

void main();

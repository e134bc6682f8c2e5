import { createRequire } from 'node:module';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import util from 'node:util';
import vm from 'node:vm';
import { build } from 'esbuild';
import { expect } from 'expect';

/**
 * Runs the tables of one file (option `tables`) for Stryker, without Jest. They are one bundle, which is evaluated again
 * for each mutant, so that no mutant can affect the next one, and code that runs while a module loads is tested too. A
 * mutant costs a hundredth of what starting Jest would cost. The quickest tests go first.
 */
/** How long a test may take with a mutant (ms): much longer than without, because the machine may be busy. */
const timeFor = (usual) => Math.ceil(1000 + 20 * usual);

function title(name, row, index) {
  const values = [...row];
  return `${name.replaceAll(/%[sj]/g, (place) => util.format(place, values.shift()))} #${index}`;
}

/** What the tables need from Jest: `describe`, `it` with `each`, and `expect`. */
function collector() {
  const tests = [];
  const titles = [];
  const it = (name, run) => {
    tests.push({ id: [...titles, name].join(' > '), run });
  };
  it.each = (rows) => (name, run) => {
    for (const [index, one] of rows.entries()) {
      const row = Array.isArray(one) ? one : [one];
      it(title(name, row, index), () => run(...row));
    }
  };
  const describe = (name, body) => {
    titles.push(name);
    body();
    titles.pop();
  };
  return { tests, globals: { describe, it, expect } };
}

/** How long loading the tables may take (ms). */
const LOADING = 10_000;

const call = new vm.Script('globalThis.__testRun()');

/** Milliseconds of CPU that this process has used. */
const used = () => process.cpuUsage().user / 1000;

/**
 * The result of one test. It is stopped when its time is over, even in an endless loop. If it got too little CPU time,
 * that says nothing about the mutant, and the test is run once more.
 */
function perform(test, timeout) {
  globalThis.__testRun = test.run;
  for (;;) {
    const [started, worked] = [performance.now(), used()];
    const took = () => performance.now() - started;
    try {
      call.runInThisContext({ timeout });
      return { status: 'passed', took: took() };
    } catch (error) {
      if (error?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT')
        return { status: 'failed', took: took(), message: String(error?.message ?? error).slice(0, 500) };
      if (used() - worked > timeout / 2) return { status: 'timeout', took: took() };
    }
  }
}

class TablesRunner {
  static inject = ['options'];
  #entry;
  #script;
  #require;
  #usual = new Map();

  constructor({ tables }) {
    this.#entry = tables;
    this.#require = createRequire(path.resolve(tables));
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const built = await build({
      entryPoints: [this.#entry],
      absWorkingDir: process.cwd(),
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      logLevel: 'error',
      external: ['@jest/globals', 'fast-check'],
    });
    const code = `(function (require, module, exports) {${built.outputFiles[0].text}\n})`;
    this.#script = new vm.Script(code, { filename: 'mutants.cjs' });
    for (const test of this.#load().tests) this.#usual.set(test.id, perform(test, 600_000).took);
  }

  #load() {
    const { tests, globals } = collector();
    const module = { exports: {} };
    const require = (name) => (name === '@jest/globals' ? globals : this.#require(name));
    const run = () => this.#script.runInThisContext()(require, module, module.exports);
    const { status, message } = perform({ run }, LOADING);
    return { status, message, tests };
  }

  dryRun() {
    const stryker = (globalThis.__stryker__ ??= {});
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const loaded = this.#load();
    if (loaded.status !== 'passed') return { status: 'error', errorMessage: loaded.message ?? loaded.status };
    const tests = [];
    for (const test of loaded.tests) {
      stryker.currentTestId = test.id;
      const { status, took, message } = perform(test, timeFor(this.#usual.get(test.id) ?? 0));
      const result = { id: test.id, name: test.id, timeSpentMs: took };
      tests.push({
        ...result,
        ...(status === 'passed' ? { status: 0 } : { status: 1, failureMessage: message }),
      });
    }
    stryker.currentTestId = undefined;
    return { status: 'complete', tests, mutantCoverage: stryker.mutantCoverage };
  }

  mutantRun({ activeMutant, testFilter }) {
    const stryker = (globalThis.__stryker__ ??= {});
    stryker.activeMutant = activeMutant.id;
    try {
      const loaded = this.#load();
      if (loaded.status === 'timeout') return { status: 'timeout' };
      // An error that keeps the tables from being loaded fails all of them.
      if (loaded.status === 'failed')
        return { status: 'killed', killedBy: [], failureMessage: loaded.message, nrOfTests: 1 };
      let nrOfTests = 0;
      for (const test of this.#chosen(loaded.tests, testFilter)) {
        nrOfTests += 1;
        const { status, message } = perform(test, timeFor(this.#usual.get(test.id) ?? 0));
        if (status === 'timeout') return { status };
        if (status === 'failed')
          return { status: 'killed', killedBy: [test.id], failureMessage: message, nrOfTests };
      }
      return { status: 'survived', nrOfTests };
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  #chosen(tests, filter) {
    const wanted = filter && new Set(filter);
    const usual = (test) => this.#usual.get(test.id) ?? 0;
    return tests
      .filter((test) => wanted === undefined || wanted.has(test.id))
      .sort((a, b) => usual(a) - usual(b));
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'tables', injectableClass: TablesRunner }];

/** This runner's own option. */
export const strykerValidationSchema = { properties: { tables: { type: 'string' } } };

import { createRequire } from 'node:module';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import util from 'node:util';
import vm from 'node:vm';
import { build } from 'esbuild';
import { expect } from 'expect';

/**
 * Runs the tables of one file (option `tables`) for Stryker, without Jest: all of them as one bundle, which is evaluated afresh
 * for each mutant, so that nothing a mutant did is left for the next one, and what runs while a module loads is tested
 * like all else. A mutant costs a hundredth of a start of Jest. The quickest tests go first.
 */
/** Milliseconds that a test may take with a mutant: much longer than without, as the machine may be busy. */
const timeFor = (usual) => Math.ceil(1000 + 20 * usual);

function title(name, row, index) {
  const values = [...row];
  return `${name.replaceAll(/%[sj]/g, (place) => util.format(place, values.shift()))} #${index}`;
}

/** What the tables need of Jest: `describe`, `it` with `each`, and `expect`. */
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

const call = new vm.Script('globalThis.__testRun()');

/** How one test went. It is stopped when its time is over, also in an endless loop. */
function perform(test, timeout) {
  globalThis.__testRun = test.run;
  const started = performance.now();
  const took = () => performance.now() - started;
  try {
    call.runInThisContext({ timeout });
    return { status: 'passed', took: took() };
  } catch (error) {
    if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { status: 'timeout', took: took() };
    return { status: 'failed', took: took(), message: String(error?.message ?? error).slice(0, 500) };
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
    for (const test of this.#load()) this.#usual.set(test.id, perform(test, 600_000).took);
  }

  #load() {
    const { tests, globals } = collector();
    const module = { exports: {} };
    const require = (name) => (name === '@jest/globals' ? globals : this.#require(name));
    this.#script.runInThisContext()(require, module, module.exports);
    return tests;
  }

  dryRun() {
    const stryker = (globalThis.__stryker__ ??= {});
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const tests = [];
    for (const test of this.#load()) {
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
      let nrOfTests = 0;
      for (const test of this.#chosen(testFilter)) {
        nrOfTests += 1;
        const { status, message } = perform(test, timeFor(this.#usual.get(test.id) ?? 0));
        if (status === 'timeout') return { status };
        if (status === 'failed')
          return { status: 'killed', killedBy: [test.id], failureMessage: message, nrOfTests };
      }
      return { status: 'survived', nrOfTests };
    } catch (error) {
      // The tables could not even be loaded.
      return { status: 'killed', killedBy: [], failureMessage: String(error), nrOfTests: 1 };
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  #chosen(filter) {
    const wanted = filter && new Set(filter);
    const usual = (test) => this.#usual.get(test.id) ?? 0;
    return this.#load()
      .filter((test) => wanted === undefined || wanted.has(test.id))
      .sort((a, b) => usual(a) - usual(b));
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'tables', injectableClass: TablesRunner }];

/** The option of our own. */
export const strykerValidationSchema = { properties: { tables: { type: 'string' } } };

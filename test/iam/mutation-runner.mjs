import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import util from 'node:util';
import { build } from 'esbuild';
import { expect } from 'expect';

/**
 * Runs the tables of test/iam/mutants.ts for Stryker, without Jest: all of them as one bundle, which is evaluated afresh
 * for each mutant, so that nothing a mutant did is left for the next one and what runs while a module loads is tested
 * like all else. It takes a hundredth of the time that a start of Jest takes.
 */
const entry = 'test/iam/mutants.ts';

function title(name, row, index) {
  const values = [...(Array.isArray(row) ? row : [row])];
  const used = name.replaceAll(/%[sj]/g, (place) => util.format(place, values.shift()));
  return `${used} #${index}`;
}

/** What the tables need of Jest: `describe`, `it`, both with `each`, and `expect`. */
function collector() {
  const tests = [];
  const path_ = [];
  const it = (name, run) => tests.push({ id: `${[...path_, name].join(' > ')}`, run });
  it.each = (rows) => (name, run) => {
    for (const [index, row] of rows.entries())
      it(title(name, row, index), () => run(...(Array.isArray(row) ? row : [row])));
  };
  const describe = (name, body) => {
    path_.push(name);
    body();
    path_.pop();
  };
  return { tests, globals: { describe, it, expect } };
}

/** An error's text, or null where the test passes. */
async function failureOf(test) {
  try {
    await test.run();
    return null;
  } catch (error) {
    return String(error?.message ?? error).slice(0, 500) || 'failed';
  }
}

class TablesRunner {
  #script;
  #require = createRequire(path.resolve(entry));

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const built = await build({
      entryPoints: [entry],
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
  }

  #load() {
    const { tests, globals } = collector();
    const module = { exports: {} };
    const require = (name) => (name === '@jest/globals' ? globals : this.#require(name));
    this.#script.runInThisContext()(require, module, module.exports);
    return tests;
  }

  async dryRun() {
    const stryker = (globalThis.__stryker__ ??= {});
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const results = [];
    for (const test of this.#load()) {
      stryker.currentTestId = test.id;
      const started = performance.now();
      const failure = await failureOf(test);
      const timeSpentMs = performance.now() - started;
      const result = { id: test.id, name: test.id, timeSpentMs };
      results.push(
        failure === null ? { ...result, status: 0 } : { ...result, status: 1, failureMessage: failure },
      );
    }
    stryker.currentTestId = undefined;
    return { status: 'complete', tests: results, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const stryker = (globalThis.__stryker__ ??= {});
    Object.assign(stryker, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0 });
    try {
      let nrOfTests = 0;
      for (const test of this.#tests(testFilter)) {
        nrOfTests += 1;
        const failureMessage = await failureOf(test);
        if (hitLimit !== undefined && stryker.hitCount > hitLimit) return { status: 'timeout' };
        if (failureMessage !== null)
          return { status: 'killed', killedBy: [test.id], failureMessage, nrOfTests };
      }
      return { status: 'survived', nrOfTests };
    } catch (error) {
      // A mutant that keeps the tables from loading is found by all of them.
      return { status: 'killed', killedBy: testFilter ?? [], failureMessage: String(error), nrOfTests: 1 };
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  #tests(filter) {
    const wanted = filter && new Set(filter);
    return this.#load().filter((test) => wanted === undefined || wanted.has(test.id));
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'tables', injectableClass: TablesRunner }];

import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type Result = 'sat' | 'unsat' | 'unknown';

export interface Solver {
  /** Whether each of the terms can be true together with the declarations and assertions of the script. */
  readonly check: (lines: readonly string[], terms: readonly string[]) => Promise<readonly Result[]>;
  readonly stop: () => void;
}

/** Starts Z3. A question that takes more than `timeout` milliseconds is unknown. */
export function startSolver(timeout: number): Solver {
  const argv = [path.join(__dirname, 'z3.cjs'), String(timeout)];
  const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function checkOne(script: string): Promise<Result> {
    child.stdin.write(`${JSON.stringify(script)}\n`);
    const answer: IteratorResult<string, unknown> = await answers.next();
    const result = answer.value;
    if (result === 'sat' || result === 'unsat' || result === 'unknown') return result;
    throw new Error(`Z3 does not take this (${String(result)}):\n${script}`);
  }

  return {
    check: async (lines, terms) => {
      const results: Result[] = [];
      for (const term of terms) results.push(await checkOne([...lines, `(assert ${term})`].join('\n')));
      return results;
    },
    stop: () => {
      child.stdin.end();
    },
  };
}

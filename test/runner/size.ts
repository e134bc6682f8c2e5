// The size of the files NAME.sampled.test.ts: `npm test` runs a sample of each, `npm run test:whole` all of it.

const isWhole = process.env['TEST_SIZE'] === 'whole';

/** The number of runs. A sample is always the same, so that a failure is never a matter of chance. */
export function runs(whole: number, few: number): { readonly numRuns: number; readonly seed?: number } {
  return isWhole ? { numRuns: whole } : { numRuns: few, seed: 20_261_130 };
}

/** The result to expect from this number of runs. */
export function least(whole: number, few: number): number {
  return isWhole ? whole : few;
}

/** The rows of a table; in a sample every n-th row, beginning with the first. */
export function rows<T>(all: readonly T[], every: number): readonly T[] {
  return isWhole ? all : all.filter((_, index) => index % every === 0);
}

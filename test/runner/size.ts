// What `npm test` takes a sample of, `npm run test:whole` checks at its full size: the files NAME.sampled.test.ts.

const isWhole = process.env['TEST_SIZE'] === 'whole';

/** How often something is tried. A sample is the same every time, so that a change is not blamed for bad luck. */
export function runs(whole: number, few: number): { readonly numRuns: number; readonly seed?: number } {
  return isWhole ? { numRuns: whole } : { numRuns: few, seed: 20_261_130 };
}

/** What is expected of as many tries. */
export function least(whole: number, few: number): number {
  return isWhole ? whole : few;
}

/** The rows of a table; of a sample every so manieth, from the first on. */
export function rows<T>(all: readonly T[], every: number): readonly T[] {
  return isWhole ? all : all.filter((_, index) => index % every === 0);
}

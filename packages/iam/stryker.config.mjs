/**
 * Mutation testing of the IAM engine: `npm run test:mutation`. docs/mutation.md has the score and explains
 * what survives. What is about endpoint policies and trust has tables and a run of its own: stryker.policies.config.mjs.
 */
export const elsewhere = ['src/endpoint-*.ts', 'src/outsiders.ts', 'src/strangers.ts', 'src/trust.ts'];

export default {
  plugins: ['./test/mutation-runner.mjs'],
  testRunner: 'tables',
  tables: 'test/mutants.ts',
  mutate: ['src/**/*.ts', '!src/**/*.test.ts', ...elsewhere.map((file) => `!${file}`)],
  coverageAnalysis: 'perTest',
  incremental: true,
  incrementalFile: 'reports/stryker-incremental.json',
  concurrency: 1,
  timeoutMS: 60_000,
  timeoutFactor: 3,
  disableTypeChecks: false,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  thresholds: { high: 95, low: 90, break: 90 },
  // What the tables do not need is not copied.
  ignorePatterns: ['**', '!src/**', '!validate/**', '!test/**', '!package.json'],
};

/** Mutation testing of the IAM engine: `npm run test:mutation`. docs/mutation.md has the score and explains what survives. */
export default {
  plugins: ['./test/iam/mutation-runner.mjs'],
  testRunner: 'tables',
  mutate: ['core/iam/**/*.ts'],
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
  ignorePatterns: ['**', '!core/iam/**', '!test/iam/**', '!package.json', '!tsconfig.json'],
};

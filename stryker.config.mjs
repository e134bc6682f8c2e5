/**
 * Mutation testing of the IAM engine: `nice npx stryker run`. The tables kill nearly all that can be killed; docs/mutation.md explains what survives.
 */
export default {
  testRunner: 'jest',
  mutate: ['core/iam/**/*.ts'],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  incremental: true,
  incrementalFile: 'reports/stryker-incremental.json',
  concurrency: 2,
  timeoutMS: 2000,
  timeoutFactor: 1.5,
  disableTypeChecks: false,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  ignorePatterns: [
    'out',
    'dist',
    'reports',
    'docs',
    'sandbox',
    'adapters',
    'functions',
    'infra',
    'rules',
    'cli/start',
  ],
  jest: {
    projectType: 'custom',
    enableFindRelatedTests: false,
    config: {
      testEnvironment: 'node',
      roots: ['<rootDir>/test/iam', '<rootDir>/core/iam'],
      // One file, because each mutant starts every file anew.
      testMatch: ['**/test/iam/mutants.ts'],
      transform: {
        '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
      },
    },
  },
};

// The functions run on Node 24, so the SDK's warning about the end of Node 20 does not concern the tests.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/runner/environment.cjs',
  runtime: '<rootDir>/test/runner/runtime.cjs',
  roots: [
    'core',
    'rules',
    'adapters',
    'composition',
    'functions',
    'cli',
    'packages',
    'infra',
    'test',
    'scripts',
  ].map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '\\.whole\\.test\\.ts$',
    '\\.deep\\.test\\.ts$',
    '\\.e2e\\.test\\.ts$',
    '\\.outside\\.test\\.ts$',
  ],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  // No test measures speed (npm run bench does), and everything takes longer on a busy machine.
  testTimeout: 60_000,
  // All machines have two cores, so a third worker would only take memory.
  maxWorkers: 2,
};

// The functions are made for Node 24; that the SDK will leave Node 20 behind is no news for a test run.
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
    '\\.faults\\.test\\.ts$',
    '\\.outside\\.test\\.ts$',
  ],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  // Nothing here is about speed (npm run bench is); on a busy machine everything takes longer.
  testTimeout: 60_000,
  // Two cores everywhere: a third worker only adds memory.
  maxWorkers: 2,
};

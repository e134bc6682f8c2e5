// Every suite that needs only Node, with the lines that it runs (npm run coverage).
const everyTime = require('./jest.config.cjs');

const product = ['core', 'rules', 'adapters', 'composition', 'functions', 'cli', 'packages', 'infra'];

/** @type {import('jest').Config} */
module.exports = {
  ...everyTime,
  testPathIgnorePatterns: ['/node_modules/', '\\.(deep|e2e|outside)\\.test\\.ts$'],
  collectCoverage: true,
  coverageProvider: 'v8',
  coverageReporters: ['json-summary'],
  coverageDirectory: 'out/coverage',
  collectCoverageFrom: [`{${product.join(',')}}/**/*.ts`, '!**/*.test.ts', '!packages/*/{test,bench}/**'],
  // Counting lines takes several times as long.
  testTimeout: 600_000,
};

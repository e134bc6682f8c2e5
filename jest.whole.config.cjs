// Suites that cost much and seldom break, and the full size of those that `npm test` samples (npm run test:whole).
const everyTime = require('./jest.config.cjs');

process.env.TEST_SIZE = 'whole';

/** @type {import('jest').Config} */
module.exports = {
  ...everyTime,
  testMatch: ['**/*.whole.test.ts', '**/*.sampled.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};

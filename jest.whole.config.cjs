// What is dear and seldom breaks, and what `npm test` takes only a sample of (npm run test:whole).
const everyTime = require('./jest.config.cjs');

process.env.TEST_SIZE = 'whole';

/** @type {import('jest').Config} */
module.exports = {
  ...everyTime,
  testMatch: ['**/*.whole.test.ts', '**/*.sampled.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};

import engine, { elsewhere } from './stryker.config.mjs';

/** The second run of `npm run test:mutation`: endpoint policies and trust policies. */
export default {
  ...engine,
  tables: 'test/mutants-policies.ts',
  mutate: [...elsewhere, '!src/**/*.test.ts'],
  incrementalFile: 'reports/stryker-policies-incremental.json',
  jsonReporter: { fileName: 'reports/mutation-policies.json' },
};

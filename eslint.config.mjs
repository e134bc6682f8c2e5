import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import palisade from './scripts/lint/index.cjs';

/** Purity: a verdict may depend on nothing but its arguments, so that it can be replayed and proved. */
const pure = {
  'no-restricted-globals': [
    'error',
    ...[
      'process',
      'console',
      'fetch',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'Buffer',
      'performance',
      'crypto',
      'require',
      '__dirname',
    ].map((name) => ({ name, message: 'core/ and rules/ are pure: pass it in as a port.' })),
  ],
  'no-restricted-properties': [
    'error',
    {
      object: 'Date',
      property: 'now',
      message: 'core/ and rules/ have no clock: take the time as an argument.',
    },
    { object: 'Math', property: 'random', message: 'core/ and rules/ have no randomness.' },
    { object: 'globalThis', property: 'process', message: 'core/ and rules/ are pure.' },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
      message: 'core/ and rules/ have no clock: take the time as an argument.',
    },
    { selector: 'ImportExpression', message: 'core/ and rules/ load nothing at run time.' },
  ],
};

/** What is said once: the form that is written by hand, and the one place that has it instead. */
const saidOnce = ({ arn, pages, chunks, record, refusal }) => ({
  'palisade/no-arn-splitting': ['error', { use: arn }],
  'palisade/no-paging': ['error', { use: pages }],
  'palisade/no-chunking': ['error', { use: chunks }],
  'palisade/no-record-check': ['error', { use: record }],
  'palisade/no-text-as-refusal': ['error', { use: refusal }],
});

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'dist',
      'out',
      'coverage',
      'reports',
      '.serverless',
      '.stryker-tmp',
      'test/toy/rule',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    // One program for all: with those of the packages' own tsconfig.json it would take half as long again.
    languageOptions: { parserOptions: { project: 'tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-console': 'error',
      // Prettier does not wrap comments.
      'max-len': ['error', { code: 1000, comments: 120, ignoreUrls: true }],
    },
  },
  {
    files: ['**/*.ts'],
    plugins: { palisade },
    rules: saidOnce({
      arn: 'splitArn or nameInArn of packages/iam/src/split-arn.ts',
      pages: "the SDK's paginators, or allPages of core/lists/pages.ts",
      chunks: 'chunks of core/lists/chunks.ts',
      record: 'isRecord or valuesIn of core/model/json.ts',
      refusal: 'Refused of core/model/refused.ts',
    }),
  },
  {
    files: ['packages/iam/**/*.ts'],
    rules: {
      'palisade/no-record-check': ['error', { use: 'isObject of packages/iam/src/shape.ts' }],
      'palisade/no-text-as-refusal': ['error', { use: 'Refused of packages/iam/src/refused.ts' }],
    },
  },
  {
    files: ['packages/sandbox/**/*.ts'],
    rules: saidOnce({
      arn: 'splitArn or nameInArn of packages/sandbox/src/account/arn.ts',
      pages: "the SDK's paginators",
      chunks: 'the one place that writes in batches, services/dynamodb/tables.ts',
      record: 'isRecord of packages/sandbox/src/protocol/shape.ts',
      refusal: 'an AwsError, thrown',
    }),
  },
  // The places themselves.
  {
    files: ['packages/iam/src/split-arn.ts', 'packages/sandbox/src/account/arn.ts'],
    rules: { 'palisade/no-arn-splitting': 'off' },
  },
  {
    files: ['core/lists/pages.ts', 'packages/sandbox/src/services/dynamodb/tables.ts'],
    rules: { 'palisade/no-paging': 'off' },
  },
  {
    files: ['core/lists/chunks.ts', 'packages/sandbox/src/services/dynamodb/tables.ts'],
    rules: { 'palisade/no-chunking': 'off' },
  },
  {
    files: ['core/model/json.ts', 'packages/{iam/src,sandbox/src/protocol}/shape.ts'],
    rules: { 'palisade/no-record-check': 'off' },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts', 'packages/*/test/**/*.ts', '**/testing/**/*.ts'],
    rules: { 'palisade/no-vacuous-assertion': 'error', 'palisade/no-conditional-assertion': 'error' },
  },
  { files: ['core/**/*.ts', 'rules/**/*.ts'], ignores: ['**/*.test.ts'], rules: pure },
  {
    // A jest assertion on a method of a port is not an unbound call.
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
      },
    },
  },
);

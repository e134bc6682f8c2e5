import js from '@eslint/js';
import tseslint from 'typescript-eslint';

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
    },
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

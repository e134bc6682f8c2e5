import path from 'node:path';

const checkout = path.join(__dirname, '../..');
const library = (file: string) => JSON.stringify(path.join(checkout, 'node_modules', file));

/** Files that an attacker may have put into the folder in which the command is started. */
export interface Hostile {
  readonly name: string;
  /** The files by their paths below the folder. Code that loads them creates the file `mark`. */
  readonly files: (mark: string) => Readonly<Record<string, string>>;
  /** A command that does load them in that folder: it shows that the row can fail. */
  readonly loads: readonly [string, ...string[]];
}

const script = (mark: string) => `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');\n`;
const shell = (mark: string) => `#!/bin/sh\necho x > '${mark}'\n`;
const paths = { commander: ['./evil.js'], './program': ['./evil.js'], yaml: ['./evil.js'] };
const run = (code: string): Hostile['loads'] => [process.execPath, '-e', code];

/** How the command ran before it was bundled: from the sources, with the folder's configuration. */
const fromSources = `
  require(${library('tsx/dist/cjs/api/index.cjs')}).register();
  require(${JSON.stringify(path.join(checkout, 'cli/main.ts'))});`;
const bundled = `
  const options = { stdin: { contents: 'import "commander"', resolveDir: '.' }, bundle: true, write: false };
  eval(require(${library('esbuild')}).buildSync({ ...options, platform: 'node' }).outputFiles[0].text);`;
const bySwc = `
  require('node:fs').writeFileSync('in.js', 'import "commander";');
  eval(require(${library('@swc/core')}).transformFileSync(process.cwd() + '/in.js').code);`;
const byBabel = `
  require(${library('@babel/core')}).loadOptions({ cwd: process.cwd(), filename: process.cwd() + '/in.js' });`;

const configured = (name: string, config: object, loads: Hostile['loads']): Hostile => ({
  name,
  files: (mark) => ({ [name]: JSON.stringify(config), 'evil.js': script(mark) }),
  loads,
});

/** A library that the command uses, under its own name. */
const fake = (name: string): Hostile => ({
  name: `node_modules/${name}`,
  files: (mark) => ({
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '99.0.0', main: 'index.js' }),
    [`node_modules/${name}/index.js`]: script(mark),
  }),
  loads: run(`require(${JSON.stringify(name)})`),
});

const plain = (name: string): Hostile => ({
  name,
  files: (mark) => ({ [name]: script(mark) }),
  loads: [process.execPath, name],
});

export const hostileFiles: readonly Hostile[] = [
  configured('tsconfig.json', { compilerOptions: { baseUrl: '.', paths } }, run(fromSources)),
  configured('jsconfig.json', { compilerOptions: { baseUrl: '.', paths } }, run(bundled)),
  {
    name: 'tsconfig.json that extends another',
    files: (mark) => ({
      'tsconfig.json': '{ "extends": "./more/base.json" }',
      'more/base.json': JSON.stringify({ compilerOptions: { paths: { commander: ['./evil.js'] } } }),
      'more/evil.js': script(mark),
    }),
    loads: run(fromSources),
  },
  {
    name: 'package.json',
    files: (mark) => ({
      'package.json': JSON.stringify({
        name: 'sagemaker-palisade',
        version: '99.0.0',
        type: 'module',
        exports: { '.': './evil.cjs', './package.json': './package.json' },
        imports: { '#commander': './evil.cjs', commander: './evil.cjs' },
        main: './evil.cjs',
        bin: { palisade: './evil.cjs' },
        browser: { commander: './evil.cjs' },
        palisade: { settings: 'evil.yml' },
      }),
      'evil.cjs': script(mark),
    }),
    loads: run(`import('sagemaker-palisade')`),
  },
  {
    name: '.npmrc',
    files: (mark) => ({ '.npmrc': 'script-shell=./evil.sh\n', 'evil.sh': shell(mark) }),
    loads: ['npm', 'exec', '-c', 'true'],
  },
  {
    name: 'node_modules/.bin/palisade',
    files: (mark) => ({ 'node_modules/.bin/palisade': shell(mark) }),
    // npx reads this file; the command cannot prevent that.
    loads: ['npx', '--no-install', 'palisade'],
  },
  {
    name: '.env',
    files: (mark) => ({
      '.env': 'NODE_OPTIONS=--require ./evil.js\nPALISADE_TABLE=evil\nPALISADE_DEBUG=1\n',
      'evil.js': script(mark),
    }),
    loads: [process.execPath, '--env-file=.env', '-e', '0'],
  },
  {
    name: 'serverless.yml',
    files: (mark) => ({
      'serverless.yml':
        'service: x\nprovider: { name: aws, runtime: nodejs22.x }\nplugins: [./evil.js]\ncustom: {}\n',
      'evil.js': script(mark),
    }),
    loads: [process.execPath, path.join(checkout, 'node_modules/serverless/bin/serverless.js'), 'print'],
  },
  {
    name: '.swcrc',
    files: (mark) => ({
      '.swcrc': JSON.stringify({
        jsc: { baseUrl: path.dirname(mark), paths: { commander: ['./folder/evil.js'] } },
        module: { type: 'commonjs' },
      }),
      'evil.js': script(mark),
    }),
    loads: run(bySwc),
  },
  {
    name: 'babel.config.js',
    files: (mark) => ({ 'babel.config.js': `${script(mark)}module.exports = {};\n` }),
    loads: run(byBabel),
  },
  {
    name: '.pnp.cjs',
    files: (mark) => ({ '.pnp.cjs': script(mark), '.pnp.data.json': '{}', '.pnp.loader.mjs': '' }),
    loads: [process.execPath, '-r', './.pnp.cjs', '-e', '0'],
  },
  ...['.node_repl_history', 'commander.js', 'esbuild.config.js', 'dist/cli/main.js', 'out/palisade.js'].map(
    plain,
  ),
  ...[
    'commander',
    'esbuild',
    'tsx',
    'yaml',
    'zod',
    'picocolors',
    '@aws-sdk/client-sts',
    '@aws-sdk/credential-provider-node',
    '@smithy/node-http-handler',
    'aws-crt',
  ].map(fake),
];

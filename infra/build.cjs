// Bundles the functions. Only this file does, for `npm run build`, `npm start` and `npx serverless package`, so that
// the deployed code is the tested code.
const { readdirSync, rmSync, statSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const functionNames = ['on-change', 'config-rule', 'sweep', 'on-action', 'on-deploy'];

// Some dependencies are CommonJS and call require(), which ES modules lack.
const banner =
  "import { createRequire as palisadeRequire } from 'node:module'; const require = palisadeRequire(import.meta.url);";

/** Zod contains its messages in 50 languages (360 KB). We use only English. */
const englishOnly = {
  name: 'english-only',
  setup: ({ onLoad }) => {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/**
 * Builds every function into `<folder>/<name>/index.mjs`, with a separate chunk for each AWS client that is loaded when
 * the client is first used. Otherwise most of a cold start would be spent on parsing clients.
 * @param {import('./build.cjs').BuildOptions} [options] for tests that build elsewhere, build one, or change the code
 * @returns {Promise<import('./build.cjs').BuiltFunction[]>}
 */
async function buildFunctions({
  folder: parent = path.join(root, 'dist/functions'),
  names = functionNames,
  plugins = [],
} = {}) {
  const { build } = require('esbuild');
  return Promise.all(
    names.map(async (name) => {
      const folder = path.join(parent, name);
      rmSync(folder, { recursive: true, force: true });
      await build({
        absWorkingDir: root,
        entryPoints: [{ in: `functions/${name}.ts`, out: 'index' }],
        outdir: folder,
        outExtension: { '.js': '.mjs' },
        bundle: true,
        splitting: true,
        platform: 'node',
        target: 'node20',
        format: 'esm',
        banner: { js: banner },
        minify: true,
        // Error classes are recognised by their names in logs.
        keepNames: true,
        legalComments: 'none',
        logLevel: 'warning',
        mainFields: ['module', 'main'],
        plugins: [englishOnly, ...plugins],
      });
      const sizes = readdirSync(folder).map((file) => statSync(path.join(folder, file)).size);
      const file = path.join(folder, 'index.mjs');
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      return { name, file, entryBytes: statSync(file).size, bytes };
    }),
  );
}

module.exports = { buildFunctions, functionNames };

// Bundles the functions. One place, used by `npm run build`, `npm start` and `npx serverless package`, so that what is
// tested is what is deployed.
const { readdirSync, rmSync, statSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const functionNames = ['on-change', 'config-rule', 'sweep', 'on-action', 'on-deploy'];

// Some dependencies are CommonJS and call require(), which an ES module lacks.
const banner =
  "import { createRequire as palisadeRequire } from 'node:module'; const require = palisadeRequire(import.meta.url);";

/** Zod carries its messages in 50 languages, 360 KB of them; ours are English. */
const englishOnly = {
  name: 'english-only',
  setup: ({ onLoad }) => {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/**
 * Builds every function into `<folder>/<name>/index.mjs`, with a chunk for each AWS client beside it that is read only
 * when the client is first used: most of a cold start would be spent on parsing clients otherwise.
 * @param {import('./build.cjs').BuildOptions} [options] tests build elsewhere, one alone, and changed
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

// Bundles the functions. One place, used by `npm run build`, `npm start` and `npx serverless package`, so that what is
// tested is what is deployed.
const { statSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const functionNames = ['on-change', 'config-rule', 'sweep', 'on-action'];

/**
 * Builds every function into `dist/functions/<name>/index.js`, one self-contained CommonJS file each.
 * @returns {Promise<{ name: string, file: string, bytes: number }[]>}
 */
async function buildFunctions() {
  const { build } = require('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: functionNames.map((name) => ({ in: `functions/${name}.ts`, out: `${name}/index` })),
    outdir: 'dist/functions',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    // Names stay, because error classes are recognised by them in logs.
    keepNames: true,
    sourcemap: false,
    legalComments: 'none',
    logLevel: 'warning',
    mainFields: ['module', 'main'],
  });
  return functionNames.map((name) => {
    const file = path.join(root, 'dist/functions', name, 'index.js');
    return { name, file, bytes: statSync(file).size };
  });
}

module.exports = { buildFunctions, functionNames };

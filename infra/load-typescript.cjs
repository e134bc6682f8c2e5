// Loads TypeScript for the configuration and the plugin of the Serverless Framework, which are CommonJS.
const path = require('node:path');
const Module = require('node:module');

/**
 * Compiles a module with everything that it imports from this repository, and evaluates it.
 * @param {string} name its path below infra/
 * @returns its exports
 */
function loadTypeScript(name) {
  const { buildSync } = require('esbuild');
  const file = path.join(__dirname, name);
  const { outputFiles } = buildSync({
    entryPoints: [file],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    alias: { '@palisade/iam': path.join(__dirname, '../packages/iam/src/index.ts') },
    write: false,
    logLevel: 'silent',
  });
  const compiled = new Module(file, module);
  compiled.filename = file;
  compiled.paths = Module._nodeModulePaths(__dirname);
  compiled._compile(outputFiles[0].text, file);
  return compiled.exports;
}

module.exports = { loadTypeScript };

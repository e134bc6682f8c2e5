// Fragments of the template that are made from what the rules declare, so that they cannot fall behind. Written in
// TypeScript; compiled when serverless.yml asks for them.
const path = require('node:path');
const Module = require('node:module');

const file = path.join(__dirname, 'generate/index.ts');

function load() {
  const { buildSync } = require('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: [file],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    write: false,
    logLevel: 'silent',
  });
  const compiled = new Module(file, module);
  compiled.filename = file;
  compiled.paths = Module._nodeModulePaths(__dirname);
  compiled._compile(outputFiles[0].text, file);
  return compiled.exports;
}

module.exports = load();

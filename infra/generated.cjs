// Fragments of the template that are made from what the rules declare, so that they cannot fall behind. Written in
// TypeScript; compiled when serverless.yml asks for them.
const { loadTypeScript } = require('./load-typescript.cjs');

module.exports = loadTypeScript('generate/index.ts');

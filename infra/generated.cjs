// Fragments of the template that are generated from what the rules declare, so that they are never outdated. They are
// written in TypeScript and compiled when serverless.yml needs them.
const { loadTypeScript } = require('./load-typescript.cjs');

module.exports = loadTypeScript('generate/index.ts');

// Jest's loader of modules, but libraries are Node's: loaded once per worker instead of once per test file. Our own
// modules stay fresh for every file. There are no module mocks, which are what jest's own registry is for.
const path = require('node:path');
const { default: Runtime } = require('jest-runtime');
const { loadLibrary } = require('./world.cjs');

const libraries = `${path.sep}node_modules${path.sep}`;
// The runner of a test file keeps its state in itself.
const perFile = `${libraries}jest-circus${path.sep}`;

const isLibrary = (file) => file.includes(libraries) && !file.includes(perFile);

module.exports = class extends Runtime {
  requireModule(from, name, ...options) {
    if (name === undefined || this._resolution.isCoreModule(name))
      return super.requireModule(from, name, ...options);
    const file = this._resolution.resolveCjs(from, name);
    return isLibrary(file) ? loadLibrary(file) : super.requireModule(from, name, ...options);
  }
};

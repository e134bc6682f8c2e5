// The environment of every test file: the worker's own realm instead of a context per file. A context costs a tenth of
// a second by itself and half a second per library that is evaluated in it again, for 220 files; and in one realm
// `instanceof` holds between our code, the libraries and Node. What a file leaves behind is put back at its end.
const vm = require('node:vm');
const { ModuleMocker } = require('jest-mock');
const { worldOf } = require('./world.cjs');

// Jest compiles every module for the environment's context. This one means the current realm.
const thisRealm = vm.createContext({});
const { compileFunction } = vm;
// By file, what V8 has read of it: every test file of a worker compiles our own modules again.
const compiled = new Map();
vm.compileFunction = (code, parameters, options) => {
  if (options?.parsingContext !== thisRealm) return compileFunction(code, parameters, options);
  const { filename } = options;
  const known = compiled.get(filename);
  const cachedData = known?.code === code ? known.data : undefined;
  const made = compileFunction(code, parameters, {
    ...options,
    parsingContext: undefined,
    ...(cachedData === undefined ? { produceCachedData: true } : { cachedData }),
  });
  if (cachedData === undefined) compiled.set(filename, { code, data: made.cachedData });
  return made;
};

module.exports = class {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  // The product takes its clock as an argument; nothing needs jest's.
  fakeTimers = null;
  fakeTimersModern = null;

  constructor() {
    this.restore = worldOf();
  }

  async setup() {}

  async teardown() {
    this.restore();
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return thisRealm;
  }
};

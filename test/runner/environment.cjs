// The environment of every test file: the worker's own realm instead of a context per file. A context costs a tenth of
// a second by itself and half a second per library that is evaluated in it again, for 220 files; and in one realm
// `instanceof` holds between our code, the libraries and Node. What a file leaves behind is put back at its end.
const vm = require('node:vm');
const { ModuleMocker } = require('jest-mock');
const { worldOf } = require('./world.cjs');

// Jest compiles every module for the environment's context. This one means the current realm.
const thisRealm = vm.createContext({});
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, options) => {
  if (options?.parsingContext !== thisRealm) return compileFunction(code, parameters, options);
  return compileFunction(code, parameters, { ...options, parsingContext: undefined });
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

// What a test file can change for the next one in the same worker, and how it is restored.

const hooks = require('node:async_hooks');

/**
 * Every AsyncLocalStorage that the current test file created. Jest's runner creates and enables one per file, and Node
 * 20 passes each enabled one on with every promise that is made later in the worker: after a hundred files, that took a
 * fifth of all time.
 */
const storages = new Set();

hooks.AsyncLocalStorage = class extends hooks.AsyncLocalStorage {
  constructor(...options) {
    super(...options);
    storages.add(this);
  }
};

/** Disables them. That of a shared library, which is one of few, enables itself again when it is used. */
const disableStorages = () => {
  for (const storage of storages) storage.disable();
  storages.clear();
};

/** Globals that a shared library created when it was loaded. They stay, because the library is not loaded again. */
const ofLibraries = new Set();

/** Loads a library, and remembers the globals that it creates. */
exports.loadLibrary = (file) => {
  const before = require.cache[file] === undefined ? new Set(Reflect.ownKeys(globalThis)) : undefined;
  const library = require(file);
  if (before !== undefined)
    for (const key of Reflect.ownKeys(globalThis)) if (!before.has(key)) ofLibraries.add(key);
  return library;
};

const propertiesOf = (object) =>
  new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]));

const isSame = (one, other) =>
  one?.value === other?.value && one?.get === other?.get && one?.set === other?.set;

/** Restores the changed properties of an object. Read-only properties cannot have changed. */
const restoreProperties = (object, before, kept) => {
  for (const key of Reflect.ownKeys(object))
    if (!before.has(key) && !kept.has(key)) Reflect.deleteProperty(object, key);
  for (const [key, descriptor] of before)
    if (!isSame(Object.getOwnPropertyDescriptor(object, key), descriptor))
      Reflect.defineProperty(object, key, descriptor);
};

const listenersOf = (emitter) =>
  new Map(emitter.eventNames().map((name) => [name, emitter.rawListeners(name)]));

const removeNewListeners = (emitter, before) => {
  for (const name of emitter.eventNames())
    for (const listener of emitter.rawListeners(name))
      if (!before.get(name)?.includes(listener)) emitter.removeListener(name, listener);
};

/** Records globals, environment variables, listeners and the working folder. Returns a function that restores them. */
exports.worldOf = () => {
  const globals = propertiesOf(globalThis);
  const ofProcess = propertiesOf(process);
  const { env } = process;
  const variables = { ...env };
  const listeners = listenersOf(process);
  const folder = process.cwd();
  return () => {
    restoreProperties(globalThis, globals, ofLibraries);
    restoreProperties(process, ofProcess, new Set(ofProcess.keys()));
    for (const name of Object.keys(env)) if (!(name in variables)) Reflect.deleteProperty(env, name);
    for (const [name, value] of Object.entries(variables)) if (env[name] !== value) env[name] = value;
    removeNewListeners(process, listeners);
    if (process.cwd() !== folder) process.chdir(folder);
    disableStorages();
  };
};

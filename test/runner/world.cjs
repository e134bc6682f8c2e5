// What a test file can change for the next one in the same worker, and the way back.

/** Globals that a shared library made when it was loaded: it is not loaded again, so they stay. */
const ofLibraries = new Set();

/** Loads a library, and remembers the globals that it makes. */
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

/** Puts the properties of an object back that have changed; what cannot be changed has not. */
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

/** Remembers globals, environment variables, listeners and the folder of the process; answers with what restores them. */
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
  };
};

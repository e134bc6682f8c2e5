import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keyOf } from './sources.mjs';

const entry = 'main.mjs';

/** How many builds, ours included, are never pruned: a running process may still load a part of one. */
const kept = 3;
const hour = 60 * 60_000;

/**
 * The entry file of the command, built from the current sources of the checkout. Building it if needed takes less than
 * a second. It is stored in the checkout, so that anybody who can write it could also write the sources.
 * @throws Error if it cannot be built, with a message for the user
 */
export async function builtCommand(root) {
  if (!existsSync(path.join(root, 'node_modules/esbuild/lib/main.js')))
    throw new Error(`its libraries are not installed; run npm ci in ${root}`);
  const cache = path.join(root, 'node_modules/.cache/palisade');
  const key = keyOf(root);
  const file = path.join(cache, key, entry);
  if (existsSync(file)) return file;
  const made = newFolder(root, cache);
  try {
    const builtKey = await compiled(root, made.folder, key);
    if (!made.isCached) return path.join(made.folder, entry);
    const target = path.join(cache, builtKey);
    moveTo(target, made.folder);
    prune(cache, target);
    return path.join(target, entry);
  } catch (error) {
    rmSync(made.folder, { recursive: true, force: true });
    throw error;
  }
}

/** Removes a build that could not be loaded because it is damaged. */
export function forget(file) {
  try {
    rmSync(path.dirname(file), { recursive: true, force: true });
  } catch {
    // It could not be removed. The caller reports the damaged build anyway.
  }
}

/** Builds, and builds again if a source was saved meanwhile, so that a build always matches its key. */
async function compiled(root, folder, key) {
  const { compile } = await import('./compile.mjs');
  try {
    await compile(root, folder);
  } catch (error) {
    throw new Error(`cannot be built: ${error.message}\nIf you changed no source, run npm ci in ${root}.`, {
      cause: error,
    });
  }
  const now = keyOf(root);
  return now === key ? key : compiled(root, folder, now);
}

/**
 * Creates a folder in the cache. If the checkout is not writable, it creates a temporary folder instead, which only
 * this user can enter, with an unpredictable name, and only for this process: somebody else could prepare a permanent
 * one.
 */
function newFolder(root, cache) {
  try {
    mkdirSync(cache, { recursive: true });
    return { isCached: true, folder: mkdtempSync(path.join(cache, '.new-')) };
  } catch {
    const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'palisade-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    // Node finds the libraries here before it searches parent folders, which others may be able to write.
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    return { isCached: false, folder };
  }
}

/** Moves the build in one step, so that no process sees half of it. Anybody who may read the checkout may use it. */
function moveTo(target, folder) {
  chmodSync(folder, 0o777 & ~process.umask());
  try {
    renameSync(folder, target);
  } catch {
    // Another process built it first, unless the folder contains only an incomplete build.
    if (existsSync(path.join(target, entry))) return rmSync(folder, { recursive: true, force: true });
    rmSync(target, { recursive: true, force: true });
    renameSync(folder, target);
  }
}

/** Removes builds of older sources. What cannot be removed stays until the next time. */
function prune(cache, current) {
  try {
    const others = readdirSync(cache)
      .map((name) => path.join(cache, name))
      .filter((folder) => folder !== current)
      .map((folder) => ({ folder, at: statSync(folder).mtimeMs }))
      .sort((a, b) => b.at - a.at);
    for (const { folder, at } of others.slice(kept - 1))
      if (at < Date.now() - hour) rmSync(folder, { recursive: true, force: true });
  } catch {
    // The folder belongs to somebody else, or another process is pruning too.
  }
}

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

/** Builds that stay whatever their age, ours included: a process may still load a part of one. */
const kept = 3;
const hour = 60 * 60_000;

/**
 * The entry file of the command as the sources of the checkout are now. Built where it is not yet, which takes under a
 * second, and kept in the checkout, so that whoever can write it could write the sources too.
 * @throws where it cannot be built; the message is for people
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

/** Forgets a build that does not load, a damaged one. */
export function forget(file) {
  try {
    rmSync(path.dirname(file), { recursive: true, force: true });
  } catch {
    // It stays, and so does what is told of it.
  }
}

/** Builds, and again where somebody saved a source meanwhile: what is under a key is what the key says. */
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
 * A new folder in the cache. Where the checkout cannot be written one that only this user can enter, under a name that
 * nobody could foresee, and for this process only: one that stays could be made by somebody else beforehand.
 */
function newFolder(root, cache) {
  try {
    mkdirSync(cache, { recursive: true });
    return { isCached: true, folder: mkdtempSync(path.join(cache, '.new-')) };
  } catch {
    const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'palisade-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    // Libraries are found here, before they would be looked for in a folder that others can write.
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    return { isCached: false, folder };
  }
}

/** In one step, so that nobody meets half a build. Whoever may read the checkout may use it. */
function moveTo(target, folder) {
  chmodSync(folder, 0o777 & ~process.umask());
  try {
    renameSync(folder, target);
  } catch {
    // Another first start was quicker, unless what lies there is only the rest of a build.
    if (existsSync(path.join(target, entry))) return rmSync(folder, { recursive: true, force: true });
    rmSync(target, { recursive: true, force: true });
    renameSync(folder, target);
  }
}

/** Removes builds of sources that are gone. Whatever cannot be removed stays for the next time. */
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
    // Somebody else's folder, or somebody else prunes too.
  }
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { stop } from 'esbuild';
import { buildFunctions } from '../../../infra/build.cjs';
import { edited } from '../../fakes/edited-build';

const root = path.join(__dirname, '../../..');
const cache = path.join(root, 'node_modules/.cache/palisade-functions');
const sources = ['core', 'rules', 'adapters', 'composition', 'functions', 'infra', 'package-lock.json'];

/**
 * The file of a built function. It is built only if there is no build of exactly these sources, in a folder that is
 * named after the sources' hash, so that no other run reads it meanwhile.
 * @param only builds with these rules alone
 */
export async function builtFunction(name: string, only?: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([name, only ?? 'all rules']));
  for (const file of sources.flatMap(filesIn)) hash.update(file).update(readFileSync(path.join(root, file)));
  const folder = path.join(cache, hash.digest('hex').slice(0, 16));
  const file = path.join(folder, name, 'index.mjs');
  if (existsSync(folder)) return file;
  const fresh = `${folder}-${process.pid}`;
  mkdirSync(cache, { recursive: true });
  forgetOld();
  await buildFunctions({
    folder: fresh,
    names: [name],
    plugins: only === undefined ? [] : [registryOf(only)],
  });
  // The service process of esbuild would outlive the test.
  await stop();
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Another worker was faster.
    if (!existsSync(folder)) throw error;
    rmSync(fresh, { recursive: true });
  }
  return file;
}

/** Removes builds that no run can be using any more. */
function forgetOld(): void {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(cache)) {
    const folder = path.join(cache, name);
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (mtimeMs < hourAgo) rmSync(folder, { recursive: true, force: true });
  }
}

function registryOf(ids: readonly string[]) {
  const kept = `.filter(({ meta }) => ${JSON.stringify(ids)}.includes(meta.id))`;
  return edited('rules/registry.ts', (source) =>
    source.replace(/export const rules: [^=]*= \[[^\]]*\]/, (list) => list + kept),
  );
}

/** Source files at or below a path, relative to the root, in a fixed order; tests do not count. */
function filesIn(name: string): readonly string[] {
  if (/\.\w+$/.test(name)) return [name];
  return readdirSync(path.join(root, name), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.endsWith('.test.ts'))
    .sort()
    .map((file) => `${name}/${file}`);
}

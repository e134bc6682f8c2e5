import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The sources of the command. `compile` refuses to build from any other file, because the key would not cover it. */
const folders = [
  'adapters',
  'bin',
  'cli',
  'composition',
  'core',
  'infra',
  'packages/iam/certificate',
  'packages/iam/certify',
  'packages/iam/prove',
  'packages/iam/src',
  'packages/iam/validate',
  'rules',
];
const files = [
  'package.json',
  'node_modules/esbuild/package.json',
  'packages/iam/certify/reading/tables.json',
];

/**
 * Whether the key covers a file.
 * @param file the path in the checkout, with slashes
 */
export function isSource(file) {
  return files.includes(file) || (folders.some((folder) => file.startsWith(`${folder}/`)) && isCode(file));
}

/**
 * A hash of the current sources. It covers their contents and not their times, which a checkout, a copy or an archive
 * may change. Takes about 20 ms.
 * @throws Error if a file cannot be read
 */
export function keyOf(root) {
  const hash = createHash('sha256');
  const sources = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .filter(isCode)
      .map((file) => path.join(folder, file)),
  );
  for (const file of [...files, ...sources].sort()) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
}

function isCode(file) {
  return /\.(ts|mjs)$/.test(file) && !file.endsWith('.test.ts');
}

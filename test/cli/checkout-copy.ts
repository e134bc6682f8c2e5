import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';

const checkout = path.join(__dirname, '../..');

/**
 * Makes a checkout at `to` that is like a fresh clone after `npm ci`: the sources of the command are copied, the
 * libraries are linked.
 */
export function copyCheckout(to: string, without: readonly string[] = []): string {
  for (const name of [
    'adapters',
    'bin',
    'cli',
    'composition',
    'core',
    'infra',
    'packages',
    'rules',
    'package.json',
  ])
    cpSync(path.join(checkout, name), path.join(to, name), { recursive: true });
  const libraries = path.join(checkout, 'node_modules');
  mkdirSync(path.join(to, 'node_modules'));
  for (const name of readdirSync(libraries))
    if (!name.startsWith('.') && !without.includes(name))
      symlinkSync(path.join(libraries, name), path.join(to, 'node_modules', name), 'junction');
  return to;
}

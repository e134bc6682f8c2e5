import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Copies the files of a package that git lists, without the surrounding repository. */
export function copyPackage(name, folder) {
  const from = path.join('packages', name);
  const options = { cwd: root, encoding: 'utf8' };
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', from];
  for (const file of execFileSync('git', list, options).split('\n').filter(Boolean)) {
    const target = path.join(folder, name, path.relative(from, file));
    mkdirSync(path.dirname(target), { recursive: true });
    // A file that was deleted but is still in git's list is left out.
    if (existsSync(path.join(root, file))) cpSync(path.join(root, file), target, { force: true });
  }
}

/**
 * Gives a copied package the libraries that it declares, and no others, as links. The libraries resolve their own
 * dependencies from their real folders. Our own packages are linked to their copies in the same folder.
 * @param kind 'dependencies' or 'devDependencies'
 */
export function linkDeclared(name, folder, kind) {
  const { [kind]: declared = {} } = JSON.parse(readFileSync(path.join(folder, name, 'package.json'), 'utf8'));
  for (const library of Object.keys(declared)) linkLibrary(library, path.join(folder, name), folder);
}

/** Links one library into `folder`. Our own packages are linked to their copies in `ours`. */
export function linkLibrary(library, folder, ours) {
  const link = path.join(folder, 'node_modules', library);
  mkdirSync(path.dirname(link), { recursive: true });
  const own = /^@palisade\/(.+)$/.exec(library)?.[1];
  symlinkSync(
    own === undefined ? path.join(root, 'node_modules', library) : path.join(ours, own),
    link,
    'junction',
  );
}

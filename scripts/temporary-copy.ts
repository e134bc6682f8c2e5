import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './generated-files';

/**
 * Copies the repository as it is now, without the files that git ignores, into a temporary folder with a git repository
 * of its own, so that `git status` shows what a test changes in it. The libraries are hard links, except the caches
 * that tools write below node_modules, which must not be shared with this checkout.
 * @returns the folder, which the caller must remove
 */
export function temporaryCopy(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'palisade-copy-'));
  const files = git(root, 'ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate');
  for (const file of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    // A file that was deleted here but is still in git's list is left out.
    if (existsSync(path.join(root, file)))
      cpSync(path.join(root, file), path.join(folder, file), { force: true });
  }
  copyLibraries(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(folder, '-c', 'user.name=copy', '-c', 'user.email=copy@localhost', 'commit', '--quiet', '-m', 'copy');
  return folder;
}

/**
 * Hard links, or copies if the temporary folder is on another file system. Without the caches, because other checks may
 * be writing to them at the same time.
 */
export function copyLibraries(from: string, to: string): void {
  const libraries = readdirSync(from).filter((name) => name !== '.cache');
  const all = libraries.map((name) => path.join(from, name));
  mkdirSync(to);
  if (spawnSync('cp', ['-al', ...all, to], { stdio: 'ignore' }).status === 0) return;
  rmSync(to, { recursive: true });
  mkdirSync(to);
  execFileSync('cp', ['-a', ...all, to]);
}

/** The output of git, line by line. */
export function git(folder: string, ...argv: readonly string[]): readonly string[] {
  const text = execFileSync('git', argv, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return text.split('\n').filter((line) => line !== '');
}

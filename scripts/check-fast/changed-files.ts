import { execFileSync } from 'node:child_process';
import { git } from '../temporary-copy';

/** The files that differ from where this branch left `main`, staged or not, new ones too, deleted ones not. */
export function changedFiles(root: string, since = base(root)): readonly string[] {
  const differing = git(root, 'diff', '--name-only', '--diff-filter=d', since);
  const untracked = git(root, 'ls-files', '--others', '--exclude-standard');
  return [...new Set([...differing, ...untracked])].sort();
}

function base(root: string): string {
  for (const main of ['main', 'origin/main'])
    try {
      return execFileSync('git', ['merge-base', 'HEAD', main], {
        cwd: root,
        encoding: 'utf8',
        stdio: 'pipe',
      }).trim();
    } catch {
      // There is no such branch.
    }
  return 'HEAD';
}

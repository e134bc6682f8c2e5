import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../generated-files';

/**
 * Files that are not searched: a list of AWS's names, the rules that name what they forbid, and type declarations of
 * JavaScript files.
 */
const notOurs = /^packages\/sandbox\/src\/protocol\/enum-members\.ts$|^scripts\/(words|lint)\/|\.d\.cts$/;

/** Pages that name what is forbidden, or tell of the past in its own words. */
const notSearched = /CHANGELOG\.md$|^docs\/(decisions|developers\/(renames|glossary))/;

/** The source files of the repository with their texts, by path; tracked or new, below the given folders. */
export function ourSources(folders: readonly string[] = []): ReadonlyMap<string, string> {
  return filesOf(folders, (file) => /\.([cm]?ts|[cm]js)$/.test(file) && !notOurs.test(file));
}

/** Likewise the pages. */
export function ourPages(folders: readonly string[] = []): ReadonlyMap<string, string> {
  return filesOf(folders, (file) => file.endsWith('.md') && !notSearched.test(file));
}

function filesOf(
  folders: readonly string[],
  isWanted: (file: string) => boolean,
): ReadonlyMap<string, string> {
  const argv = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...folders];
  const files = execFileSync('git', argv, { cwd: root, encoding: 'utf8' }).split('\n');
  return new Map(
    files
      .filter(isWanted)
      .filter((file) => existsSync(path.join(root, file)))
      .map((file) => [file, readFileSync(path.join(root, file), 'utf8')]),
  );
}

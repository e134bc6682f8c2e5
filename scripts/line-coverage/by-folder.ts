/** How many lines of a file, or of a folder, there are, and how many of them tests run. */
export interface Lines {
  readonly total: number;
  readonly covered: number;
}

export interface FileLines extends Lines {
  /** Its path in the checkout. */
  readonly file: string;
}

/** What has moved since: folders of a run before that to those of today. */
const moved: readonly (readonly [string, string])[] = [
  ['core/iam/', 'packages/iam/src/'],
  ['sandbox/', 'packages/sandbox/src/'],
  ['cli/apply/', 'cli/operator/'],
  ['adapters/follow-up/', 'adapters/queue/'],
];

/** Two levels of folders: `core/engine`, `rules`, `packages/iam`. Rules are counted together. */
function folderOf(file: string): string {
  const found = moved.find(([from]) => file.startsWith(from));
  const parts = (found === undefined ? file : found[1] + file.slice(found[0].length)).split('/');
  const [first = '', second = ''] = parts;
  return parts.length < 3 || first === 'rules' ? first : `${first}/${second}`;
}

/** The lines of files added up by folder, in the order of names; at the end all together. */
export function byFolder(files: readonly FileLines[]): ReadonlyMap<string, Lines> {
  const sums = new Map<string, Lines>();
  const add = (folder: string, { total, covered }: Lines) => {
    const { total: lines, covered: run } = sums.get(folder) ?? { total: 0, covered: 0 };
    sums.set(folder, { total: lines + total, covered: run + covered });
  };
  for (const one of [...files].sort((a, b) => (folderOf(a.file) < folderOf(b.file) ? -1 : 1)))
    add(folderOf(one.file), one);
  for (const one of files) add('all', one);
  return sums;
}

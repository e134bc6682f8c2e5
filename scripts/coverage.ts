import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { byFolder, type FileLines } from './coverage/by-folder';
import { root } from './generated-files';

// npm run coverage [-- --before FILE]: the share of lines that tests run, by folder. FILE is the summary of another run
// (out/coverage/coverage-summary.json), of before a change; where a folder fell, it says so and exits 1.

const summary = z.record(
  z.string(),
  z.object({ lines: z.object({ total: z.number(), covered: z.number() }) }),
);

/** The lines of each file of a summary, by its path in the checkout that it was made in. */
function read(file: string): readonly FileLines[] {
  const { total: _, ...files } = summary.parse(JSON.parse(readFileSync(file, 'utf8')));
  const paths = Object.keys(files);
  const first = paths[0] ?? '';
  const common = paths.reduce((shared, name) => {
    let length = 0;
    while (length < shared.length && shared[length] === name[length]) length += 1;
    return shared.slice(0, length);
  }, first);
  const folder = common.slice(0, common.lastIndexOf(path.sep) + 1);
  return Object.entries(files).map(([name, { lines }]) => ({ file: name.slice(folder.length), ...lines }));
}

const at = process.argv.indexOf('--before');
const before = at === -1 ? undefined : byFolder(read(process.argv[at + 1] ?? ''));
const now = byFolder(read(path.join(root, 'out/coverage/coverage-summary.json')));

const share = (lines: { readonly covered: number; readonly total: number } | undefined) =>
  lines === undefined ? 'new' : ((100 * lines.covered) / Math.max(lines.total, 1)).toFixed(1);
let fell = 0;
for (const [folder, lines] of now) {
  const earlier = before?.get(folder);
  const isLess = earlier !== undefined && Number(share(lines)) < Number(share(earlier));
  if (isLess) fell += 1;
  const columns = [
    folder.padEnd(28),
    `${lines.covered} of ${lines.total}`.padStart(16),
    share(lines).padStart(7),
    ...(before === undefined ? [] : [share(earlier).padStart(7), isLess ? 'FELL' : '']),
  ];
  process.stdout.write(`${columns.join('  ').trimEnd()}\n`);
}
if (fell > 0) process.exitCode = 1;

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { byFolder, type FileLines } from './line-coverage/by-folder';
import { root } from './generated-files';

// npm run coverage [-- --before FILE]: the share of lines that tests run, by folder. FILE is the summary of an earlier
// run (out/coverage/coverage-summary.json). Exits 1 where a folder fell by a tenth of a per cent or is gone.

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
const earlierFile = process.argv[at + 1];
if (at !== -1 && (earlierFile === undefined || !existsSync(earlierFile))) {
  process.stderr.write(`coverage: --before needs a coverage-summary.json, not '${earlierFile ?? ''}'\n`);
  process.exit(2);
}
const before = at === -1 || earlierFile === undefined ? undefined : byFolder(read(earlierFile));
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
const gone = [...(before?.keys() ?? [])].filter((folder) => !now.has(folder));
for (const folder of gone) process.stdout.write(`${folder.padEnd(28)}  GONE\n`);
if (fell + gone.length > 0) process.exitCode = 1;

import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { copyLibraries, temporaryCopy } from './temporary-copy';
import { root } from './generated-files';

// `tsx scripts/in-copy.ts COMMAND…`: runs a command in a temporary copy of the repository, so that it can package and
// deploy while others do so here. Ends as the command ends. Without a command it prints the copy's path; the caller
// removes the copy.

const node24 = 'test/e2e/node24/node_modules';
const [command, ...argv] = process.argv.slice(2);
const copy = temporaryCopy();
// Git ignores it, so the copy lacks it.
if (existsSync(path.join(root, node24))) copyLibraries(path.join(root, node24), path.join(copy, node24));
if (command === undefined) process.stdout.write(`${copy}\n`);
else
  try {
    const { status } = spawnSync(command, argv, { cwd: copy, stdio: 'inherit' });
    process.exitCode = status ?? 1;
  } finally {
    rmSync(copy, { recursive: true });
  }

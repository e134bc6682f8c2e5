import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// The size of each built function, and the CPU time of importing its entry, which is the fixed cost of a cold start.
// Takes the minimum of several runs, each in its own process, so that a busy machine does not distort it.

const require = createRequire(import.meta.url);
const { buildFunctions } = require('../infra/build.cjs');
const runs = 7;

/** The CPU time in ms that a new process spends on importing the file. */
function importCpuMs(file) {
  const program = `
    const before = process.cpuUsage();
    import(${JSON.stringify(pathToFileURL(file).href)}).then(() => {
      const { user, system } = process.cpuUsage(before);
      console.log((user + system) / 1000);
    });`;
  const output = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  return Number(output.trim().split('\n').at(-1));
}

const columns = (cells) =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(12) : cell.padStart(14))).join('');
const kb = (bytes) => `${(bytes / 1024).toFixed(0)} KB`;

const folder = mkdtempSync(path.join(tmpdir(), 'palisade-bundles-'));
try {
  console.log(columns(['function', 'entry', 'all chunks', 'import (CPU)']));
  for (const { name, file, entryBytes, bytes } of await buildFunctions({ folder })) {
    const best = Math.min(...Array.from({ length: runs }, () => importCpuMs(file)));
    console.log(columns([name, kb(entryBytes), kb(bytes), `${best.toFixed(0)} ms`]));
  }
} finally {
  rmSync(folder, { recursive: true });
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * `npm run bench`. Measures the code as it ships, bundled: the loader that runs TypeScript directly wraps every closure
 * and so would measure itself. Each part runs in a process of its own.
 */
const folder = mkdtempSync(join(tmpdir(), 'palisade-bench-'));
try {
  const bundle = join(folder, 'measure.cjs');
  buildSync({
    entryPoints: [join(__dirname, 'measure.ts')],
    bundle: true,
    platform: 'node',
    outfile: bundle,
  });
  for (const part of ['account', 'encoded', 'memory', 'prove', 'worst']) {
    const { status } = spawnSync(process.execPath, ['--expose-gc', bundle, part], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}

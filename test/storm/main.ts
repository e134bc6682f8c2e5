import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { bundled, silentEnvironment } from '../fakes/bundled';

/** `npm run storm`: runs the measurement as a bundle, so that it does not measure the TypeScript loader. */
async function main(): Promise<void> {
  const file = await bundled(path.join('test', 'storm', 'measure.ts'), 'storm', 'measure.cjs');
  const { status } = spawnSync(process.execPath, ['--expose-gc', '--enable-source-maps', file], {
    stdio: 'inherit',
    env: { ...process.env, ...silentEnvironment },
  });
  process.exitCode = status ?? 1;
}

void main();

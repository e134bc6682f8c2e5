import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildSync } from 'esbuild';

/** `npm run storm`: bundles the measurement, so that the loader of TypeScript is not what is measured, and runs it. */
const outfile = path.resolve('out', 'storm', 'measure.cjs');
buildSync({
  entryPoints: [path.join('test', 'storm', 'measure.ts')],
  bundle: true,
  platform: 'node',
  mainFields: ['module', 'main'],
  external: ['dynalite'],
  supported: { 'dynamic-import': false },
  sourcemap: true,
  outfile,
  logLevel: 'error',
});
const { status } = spawnSync(process.execPath, ['--expose-gc', '--enable-source-maps', outfile], {
  stdio: 'inherit',
  env: {
    ...process.env,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  },
});
process.exitCode = status ?? 1;

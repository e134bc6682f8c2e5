import path from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles a program of the tests into `out/NAME/FILE` and returns that path. The loader that runs TypeScript directly
 * makes each dynamic import a message to another thread, which would be most of the work. The file is two folders deep,
 * as the sources are that find the template from where they stand.
 */
export async function bundled(entry: string, name: string, file: string): Promise<string> {
  const outfile = path.resolve('out', name, file);
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    external: ['dynalite'],
    supported: { 'dynamic-import': false },
    sourcemap: true,
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

/** What such a program needs in its environment to be quiet. */
export const quiet = {
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
};

import path from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles a program of the tests into `out/NAME/FILE` and returns that path. Without a bundle, the TypeScript loader
 * sends each dynamic import to another thread, which would take most of the time. The file is two folders deep, like
 * the sources that find the template relative to their own path.
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

/** Environment variables that silence logs, metrics and warnings of such a program. */
export const silentEnvironment = {
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
};

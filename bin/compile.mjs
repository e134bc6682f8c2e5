import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isSource } from './sources.mjs';

/**
 * Builds the command into a folder: `main.mjs`, and a chunk for everything that is loaded on demand. Libraries are not
 * bundled but loaded from the checkout's own `node_modules`.
 * @throws Error if a source cannot be built or a library is missing, with a message for the user
 */
export async function compile(root, folder) {
  // Imported by path, because Node would also search for a name in the folders above the checkout.
  const { build, stop } = await import(
    pathToFileURL(path.join(root, 'node_modules/esbuild/lib/main.js')).href
  );
  const { metafile } = await build({
    absWorkingDir: root,
    // With these options given, esbuild reads no tsconfig.json, neither of the checkout nor of a folder above it.
    tsconfigRaw: { compilerOptions: { target: 'ES2023', verbatimModuleSyntax: true } },
    entryPoints: [{ in: 'cli/main.ts', out: 'main' }],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    // Our own package, so it is bundled. Given by path, for the same reason as esbuild above.
    alias: {
      '@palisade/iam/prove': path.join(root, 'packages/iam/prove/index.ts'),
      '@palisade/iam': path.join(root, 'packages/iam/src/index.ts'),
    },
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // Error classes are recognised by their names.
    keepNames: true,
    // Used with PALISADE_DEBUG=1.
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
  });
  await stop();

  const strange = Object.keys(metafile.inputs).find((file) => !isSource(file));
  if (strange !== undefined)
    throw new Error(`${strange} is not among the sources that bin/sources.mjs knows`);
  const missing = librariesOf(metafile).find((name) => !existsSync(path.join(root, 'node_modules', name)));
  // Node would search for it above the checkout otherwise.
  if (missing !== undefined) throw new Error(`${missing} is not installed`);
}

function librariesOf({ outputs }) {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  return imports
    .filter((one) => one.external && !one.path.startsWith('node:'))
    .map((one) => one.path.split('/', one.path.startsWith('@') ? 2 : 1).join('/'));
}

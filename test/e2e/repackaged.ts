import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { type BuildOptions, buildFunctions } from '../../infra/build.cjs';
import type { Packaged } from '../../infra/package.cjs';

/** The same template with functions that are built differently: what a sabotaged product would deploy. */
export async function repackaged(
  { template }: Packaged,
  folder: string,
  build: BuildOptions,
): Promise<Packaged> {
  mkdirSync(folder, { recursive: true });
  for (const { name, file } of await buildFunctions({ folder: path.join(folder, 'built'), ...build })) {
    const built = path.dirname(file);
    const files: Record<string, Uint8Array> = {};
    for (const chunk of readdirSync(built))
      files[`dist/functions/${name}/${chunk}`] = new Uint8Array(readFileSync(path.join(built, chunk)));
    writeFileSync(path.join(folder, `${name}.zip`), zipSync(files));
  }
  return { folder, template };
}

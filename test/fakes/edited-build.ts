import { readFileSync } from 'node:fs';
import type { BuildOptions } from '../../infra/build.cjs';

type Plugin = NonNullable<BuildOptions['plugins']>[number];

/**
 * A build of the functions with one source file edited.
 * @param file the file's path from the root
 * @param edit the build fails if it changes nothing, because then the file is not what the test expects
 */
export function edited(file: string, edit: (source: string) => string): Plugin {
  return {
    name: `edited ${file}`,
    setup: (build) => {
      build.onLoad({ filter: new RegExp(`/${file.replaceAll('.', '\\.')}$`) }, ({ path }) => {
        const source = readFileSync(path, 'utf8');
        const contents = edit(source);
        if (contents === source) throw new Error(`${file} is not what it was when this test was written`);
        return { contents, loader: 'ts' };
      });
    },
  };
}

import { readFileSync } from 'node:fs';
import type { BuildOptions } from '../../infra/build.cjs';

type Plugin = NonNullable<BuildOptions['plugins']>[number];

/**
 * A build of the functions in which one source file says something else.
 * @param file its path from the root
 * @param edit fails the build where it changes nothing: the file is not what the test thinks it is
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

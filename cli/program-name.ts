import path from 'node:path';
import { shellWord } from '../core/text/command';

/** How this process was started. */
interface Started {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of the script, as `process.argv[1]` has it. */
  readonly script: string | undefined;
  /** The working directory. */
  readonly folder: string;
}

/**
 * What a person types to run the command again from the same folder: `npx palisade` in a checkout, `palisade` where it
 * is installed, or the path of the script when neither is known to work.
 */
export function programName({ env, script = 'palisade', folder }: Started): string {
  // npm sets npm_command to the command it runs (npm's documentation of `npm exec`).
  if (env['npm_command'] === 'exec') return 'npx palisade';
  if (path.basename(script) === 'palisade') return 'palisade';
  const relative = path.relative(folder, script);
  if (relative === path.join('bin', 'palisade.mjs')) return 'npx palisade';
  return `node ${shellWord(relative.startsWith('..') ? script : relative)}`;
}

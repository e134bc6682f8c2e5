import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

/** The root of the repository. */
export const root = path.join(__dirname, '..');

/** The path of a generated file, and its text before formatting. */
export type Generated = readonly [file: string, text: string];

/**
 * Writes each file that is out of date, in the repository's format. With `--check` among the arguments of the process
 * it writes nothing but names the outdated files, and the process fails.
 */
export async function writeGenerated(generated: readonly Generated[]): Promise<void> {
  for (const [file, raw] of generated) {
    const text = await format(raw, { ...(await resolveConfig(file)), filepath: file });
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    if (process.argv.includes('--check')) {
      process.stderr.write(`${path.relative(root, file)} is not fresh: run npm run docs\n`);
      process.exitCode = 1;
    } else writeFileSync(file, text);
  }
}

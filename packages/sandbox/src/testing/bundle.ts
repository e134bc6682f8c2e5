import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

/** Writes CommonJS sources to files that are deleted after the tests. */
export function useBundles(): (source: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-lambda-'));
  let count = 0;
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  return (source) => {
    const file = join(folder, `bundle-${count}.cjs`);
    count += 1;
    writeFileSync(file, source);
    return file;
  };
}

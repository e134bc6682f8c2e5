import path from 'node:path';

/**
 * The tests nearest to what has changed, nearest first: those that have changed themselves, then those beside a changed
 * file, then those that share most of its path.
 * @param related tests that depend on what has changed
 */
export function nearestTests(
  related: readonly string[],
  changed: readonly string[],
  most: number,
): readonly string[] {
  const nearness = (test: string): number => Math.max(0, ...changed.map((file) => nearnessOf(test, file)));
  return related
    .map((test) => ({ test, nearness: nearness(test) }))
    .sort((a, b) => b.nearness - a.nearness || (a.test < b.test ? -1 : 1))
    .slice(0, most)
    .map(({ test }) => test);
}

/** How many folders two files share; more for the test of that very file, most for the file itself. */
function nearnessOf(test: string, file: string): number {
  if (test === file) return 1_000;
  const [a, b] = [path.dirname(test).split('/'), path.dirname(file).split('/')];
  const isItsTest = path.basename(test).split('.')[0] === path.basename(file).split('.')[0];
  const different = a.findIndex((folder, index) => folder !== b[index]);
  return (different === -1 ? a.length : different) + (isItsTest ? 100 : 0);
}

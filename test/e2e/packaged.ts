import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Packaged, packageService, readPackage } from '../../infra/package.cjs';

const folder = path.resolve('out/e2e/package');
/** Written last, so that a package which was not completed is not taken. */
const stamp = path.join(folder, 'made-by');
/** A process, and not another one that got its id later. */
const thisProcess = `${process.pid} since ${Math.round(performance.timeOrigin)}`;

/** The packaged service, made once for all suites of a run: packaging takes twenty seconds of processor time. */
export async function packagedOnce(): Promise<Packaged> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === thisProcess) return readPackage(folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  const packaged = await packageService(folder);
  writeFileSync(stamp, thisProcess);
  return packaged;
}

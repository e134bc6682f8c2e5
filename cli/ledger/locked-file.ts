import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf, systemCodeOf } from '../../adapters/errors';
import { BadInputError } from '../../core/model/bad-input';

const waitMs = 2_000;
const retryMs = 10;

/**
 * Changes the text of a file while no other process can. Takes a lock file; writes atomically and flushes to the disk,
 * so that a crash leaves either the old text or the new one. `change` gets `undefined` when there is no file yet, and
 * returns the new text, or `undefined` to leave it as it is.
 *
 * The work under the lock is synchronous: no signal can end the process between taking the lock and releasing it.
 * @throws BadInputError when the file cannot be used, or stays locked
 */
export async function withLockedFile<T>(
  path: string,
  change: (text: string | undefined) => { readonly text?: string; readonly result: T },
): Promise<T> {
  const lock = `${path}.lock`;
  const deadline = Date.now() + waitMs;
  try {
    mkdirSync(dirname(path), { recursive: true });
    while (!take(lock)) {
      if (Date.now() > deadline)
        throw new BadInputError(
          path,
          '',
          `is locked by process ${textOf(lock)?.trim() ?? 'unknown'}; if that is gone, delete ${lock}`,
        );
      await pause(retryMs);
    }
  } catch (error) {
    throw unusable(path, error);
  }
  try {
    const { text, result } = change(textOf(path));
    if (text !== undefined) replace(path, text);
    return result;
  } catch (error) {
    throw unusable(path, error);
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    const file = openSync(lock, 'wx');
    writeSync(file, `${process.pid}\n`);
    closeSync(file);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function replace(path: string, text: string): void {
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}

/** A system error as a message that names the file; anything else as it is. */
function unusable(path: string, error: unknown): unknown {
  return systemCodeOf(error) === undefined
    ? error
    : new BadInputError(path, '', `cannot be used: ${messageOf(error)}`);
}

import { constants, lstat, open, realpath, stat } from 'node:fs/promises';
import { BadInputError } from '../../core/model/bad-input';
import { messageOf, systemCodeOf } from '../errors';
import { maxCharacters } from './from-text';

/** In bytes: no character takes more than four. */
const maxBytes = 4 * maxCharacters;

/**
 * Files that the shell has already opened for this process (`--settings <(…)`), so that opening them does not block.
 */
const alreadyOpen = /^\/dev\/(stdin|fd\/\d+)$/;

/** The text of a file, and where it is. */
export interface FoundFile {
  readonly text: string;
  /** The file that a link points to. */
  readonly target?: string;
}

/**
 * The text of a settings file; `undefined` if there is none. It reads only regular files, and no more than the maximum
 * size of settings, so that it never blocks or fills the memory.
 * @throws BadInputError if it cannot be read
 */
export async function readTextFile(file: string): Promise<FoundFile | undefined> {
  try {
    const found = await lstat(file);
    const text = await boundedText(file);
    return found.isSymbolicLink() && !alreadyOpen.test(file)
      ? { text, target: await realpath(file) }
      : { text };
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const says = await reasonOf(error, file);
    if (says === undefined) return undefined;
    throw new BadInputError(file, '', says);
  }
}

async function boundedText(file: string): Promise<string> {
  const isPipeAllowed = alreadyOpen.test(file);
  // Checked before opening, because opening some devices has an effect; and again below, because the file may have
  // changed.
  refuseStrange(file, await stat(file), isPipeAllowed);
  // Without O_NONBLOCK, opening a pipe that nobody writes to would block for ever.
  const handle = await open(
    file,
    isPipeAllowed ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK,
  );
  try {
    refuseStrange(file, await handle.stat(), isPipeAllowed);
    const buffer = Buffer.allocUnsafe(maxBytes + 1);
    let size = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, size, buffer.length - size, null);
      size += bytesRead;
      if (size > maxBytes) throw new BadInputError(file, '', 'is larger than settings can be');
      if (bytesRead === 0) return buffer.toString('utf8', 0, size);
    }
  } finally {
    await handle.close();
  }
}

interface Kind {
  readonly isFile: () => boolean;
  readonly isDirectory: () => boolean;
  readonly isFIFO: () => boolean;
}

function refuseStrange(file: string, kind: Kind, isPipeAllowed: boolean): void {
  if (kind.isFile() || (isPipeAllowed && kind.isFIFO())) return;
  const what = kind.isDirectory() ? 'a folder' : kind.isFIFO() ? 'a pipe' : 'a device or socket';
  throw new BadInputError(file, '', `is ${what}, not a file with settings`);
}

/** Why it could not be read, in words; `undefined` if it does not exist. */
async function reasonOf(error: unknown, file: string): Promise<string | undefined> {
  switch (systemCodeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return (await isLink(file)) ? 'is a link to a file that does not exist' : undefined;
    case 'ELOOP':
      return 'is a link that leads in a circle';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    default:
      return `cannot be read: ${messageOf(error)}`;
  }
}

async function isLink(file: string): Promise<boolean> {
  return lstat(file).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

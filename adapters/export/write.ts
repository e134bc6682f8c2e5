import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../../core/model/bad-input';
import { type SliceName, sliceNames, slices, type Slices } from '../../core/slices';
import type { Reading, Snapshot } from '../../core/model/snapshot';
import { messageOf } from '../errors';
import { accountFileName } from './place';
import { type Unreadable, unreadableFileName } from './unreadable';

/**
 * Writes a snapshot as an export that `readExport` reads back to the same slices. Files of an earlier export in the
 * folder are replaced, and those of slices that could not be read are removed, so that old data is not mistaken for
 * new. Files that a person writes by hand stay if the snapshot lacks their slice.
 * @returns the names of the files written
 * @throws BadInputError if the folder cannot be written
 */
export async function writeExport(dir: string, snapshot: Snapshot): Promise<readonly string[]> {
  try {
    await mkdir(dir, { recursive: true });
    return await writeFiles(dir, snapshot);
  } catch (error) {
    throw new BadInputError(dir, '', `cannot be written: ${messageOf(error)}`);
  }
}

async function writeFiles(dir: string, snapshot: Snapshot): Promise<readonly string[]> {
  const written: string[] = [];
  const write = async (name: string, value: unknown): Promise<void> => {
    await writeFile(join(dir, name), `${JSON.stringify(value, null, 2)}\n`);
    written.push(name);
  };
  const unread: Unreadable = { slices: {}, resources: {} };
  let oldest: string | undefined;

  const writeSlice = async <S extends SliceName>(slice: S, reading: Reading<Slices[S]>): Promise<void> => {
    const { file, listsUnread, byHand, write: toFile } = slices[slice];
    if (reading.status === 'read') {
      const { content, unread: missing } = toFile(reading.value);
      await write(file, content);
      if (listsUnread) unread.resources[slice] = [...missing];
      if (oldest === undefined || reading.at < oldest) oldest = reading.at;
    } else {
      unread.slices[slice] = reading.because;
      if (listsUnread) unread.resources[slice] = [];
      if (byHand !== true) await rm(join(dir, file), { force: true });
    }
  };
  for (const slice of sliceNames) await writeSlice(slice, snapshot.read(slice));
  if ([...Object.keys(unread.slices), ...Object.values(unread.resources).flat()].length > 0)
    await write(unreadableFileName, unread);
  else await rm(join(dir, unreadableFileName), { force: true });
  await write(accountFileName, {
    account: snapshot.place.account,
    region: snapshot.place.region,
    ...(oldest === undefined ? {} : { collectedAt: oldest }),
  });
  return written;
}

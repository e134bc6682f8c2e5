import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../../core/bad-input';
import type { Listing, SliceName, Slices } from '../../core/slices';
import { type ByVpc, isUnread } from '../../core/slices/by-vpc';
import type { Reading, Snapshot } from '../../core/snapshot';
import { messageOf } from '../thrown';
import { exportFiles } from './files';
import { accountFileName } from './place';
import { type Unreadable, unreadableFileName } from './unreadable';

/**
 * Writes a snapshot as an export that `readExport` reads back to the same slices. Files of an earlier export in the
 * folder are replaced; those of slices that could not be read are removed, so that old data cannot pass for new.
 * `organization-policies.json` is left alone where the snapshot lacks it: a person puts it there.
 * @returns the names of the files written
 * @throws BadInputError when the folder cannot be written
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
  const slices: Unreadable['slices'] = {};
  let oldest: string | undefined;

  const writeSlice = async <S extends SliceName>(slice: S, reading: Reading<Slices[S]>): Promise<void> => {
    const { name, write: toFile } = exportFiles[slice];
    if (reading.status === 'read') {
      await write(name, toFile(reading.value));
      if (oldest === undefined || reading.at < oldest) oldest = reading.at;
    } else {
      slices[slice] = reading.because;
      if (slice !== 'organizationPolicies') await rm(join(dir, name), { force: true });
    }
  };
  for (const slice of sliceNames) await writeSlice(slice, snapshot.read(slice));
  const resources = {
    notebooks: unreadableIn(snapshot.read('notebooks')),
    domains: unreadableIn(snapshot.read('domains')),
    vpcAttributes: unreadVpcs(snapshot.read('vpcAttributes')),
    hostedZones: unreadVpcs(snapshot.read('hostedZones')),
  };
  if ([...Object.keys(slices), ...Object.values(resources).flat()].length > 0)
    await write(unreadableFileName, { slices, resources } satisfies Unreadable);
  else await rm(join(dir, unreadableFileName), { force: true });
  await write(accountFileName, {
    ...snapshot.place,
    ...(oldest === undefined ? {} : { collectedAt: oldest }),
  });
  return written;
}

function unreadableIn(reading: Reading<Listing<unknown>>): Unreadable['resources']['notebooks'] {
  return reading.status === 'read' ? [...reading.value.unreadable] : [];
}

function unreadVpcs(reading: Reading<ByVpc<object>>): Unreadable['resources']['hostedZones'] {
  if (reading.status === 'unreadable') return [];
  return Object.entries(reading.value).flatMap(([id, one]) =>
    isUnread(one) ? [{ id, because: one.unreadable }] : [],
  );
}

// Object.keys forgets the type of the keys.
const sliceNames = Object.keys(exportFiles) as SliceName[];

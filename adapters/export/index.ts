import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../../core/model/bad-input';
import { type SliceName, sliceNames, slices, type Slices } from '../../core/slices';
import { type Reading, type Snapshot, snapshot } from '../../core/model/snapshot';
import { withUnlisted } from '../../core/slices/unlisted-domains';
import { knownOrganization } from '../../core/principals/known-organization';
import type { OrganizationPolicies } from '../../core/slices/organization-policies';
import { messageOf, systemCodeOf } from '../errors';
import { type AccountFile, accountFileName, placeOfExport, readAccountFile, type StatedPlace } from './place';
import { readJson } from './read-json';
import { readSlice } from './read-slice';
import { nothingUnreadable, readUnreadable, type Unreadable, unreadableFileName } from './unreadable';

export { writeExport } from './write';

export interface ExportOptions {
  /** The account and Region of the data, if account.json does not state them. */
  readonly place?: StatedPlace | undefined;
  /** The current time, ISO 8601. It counts as the time of reading unless the export states one. */
  readonly now: () => string;
  /** Called with what had to be inferred or assumed. */
  readonly tell?: ((note: string) => void) | undefined;
}

/**
 * Reads an export into a snapshot. An export is a folder of raw AWS CLI output, where every file is optional and a
 * missing one makes its slice unreadable, or one such file, which is recognised by its content.
 * @throws BadInputError naming the file and the position in it
 */
export async function readExport(path: string, options: ExportOptions): Promise<Snapshot> {
  const contents = (await isFolder(path)) ? await readFolder(path) : await readSingle(path);
  const { account, unreadable } = contents;
  const at = account.collectedAt ?? options.now();
  const listed = Object.fromEntries(
    sliceNames.map((slice) => [slice, readingOf(slice, contents.slices.get(slice), unreadable, at)]),
  ) as { readonly [S in SliceName]: Reading<Slices[S]> };
  const readings = { ...listed, domains: withUnlisted(listed.domains, listed.apps) };
  const stated = {
    account: account.account ?? options.place?.account,
    region: account.region ?? options.place?.region,
  };
  const unplaced = snapshot({ account: '', region: '' }, readings, at);
  const place = placeOfExport(path, stated, unplaced, options.tell ?? (() => undefined));
  const whole = snapshot(place, readings, at);
  const { policies } = knownOrganization(whole);
  const organization = whole.read('organizationPolicies');
  if (organization.status === 'read' && policies === undefined)
    throw new BadInputError(
      join(path, slices.organizationPolicies.file),
      'account',
      `is ${organization.value.account ?? ''}, and the rest of the export is of account ${place.account}`,
    );
  return whole;
}

/**
 * The policies of an organization in a file of their own.
 * @throws BadInputError naming the file and the position in it
 */
export async function readOrganizationPolicies(file: string): Promise<OrganizationPolicies> {
  const json = await readJson(file);
  if (json === undefined) throw new BadInputError(file, '', 'there is no such file');
  return readSlice('organizationPolicies', json.value, file, []);
}

interface Content {
  readonly value: unknown;
  readonly source: string;
}

interface Contents {
  readonly slices: ReadonlyMap<SliceName, Content>;
  readonly account: AccountFile;
  readonly unreadable: Unreadable;
}

async function readFolder(folder: string): Promise<Contents> {
  const load = async (name: string): Promise<Content | undefined> => {
    const source = join(folder, name);
    const json = await readJson(source);
    return json === undefined ? undefined : { value: json.value, source };
  };
  const contents = new Map<SliceName, Content>();
  for (const slice of sliceNames) {
    const content = await load(slices[slice].file);
    if (content !== undefined) contents.set(slice, content);
  }
  const account = await load(accountFileName);
  const unreadable = await load(unreadableFileName);
  if (contents.size === 0 && unreadable === undefined)
    throw new BadInputError(folder, '', `holds none of the files of an export: ${fileNames.join(', ')}`);
  return {
    slices: contents,
    account: account === undefined ? {} : readAccountFile(account.value, account.source),
    unreadable:
      unreadable === undefined ? nothingUnreadable : readUnreadable(unreadable.value, unreadable.source),
  };
}

async function readSingle(path: string): Promise<Contents> {
  const json = await readJson(path);
  if (json === undefined) throw new BadInputError(path, '', 'there is no such file or folder');
  const slice = sliceNames.find((name) => slices[name].recognises(json.value));
  if (slice === undefined) {
    const kinds = sliceNames.map((name) => slices[name].holds);
    throw new BadInputError(
      path,
      '',
      `is not recognised as part of an export. It has to hold ${kinds.join('; or ')}`,
    );
  }
  return {
    slices: new Map([[slice, { value: json.value, source: path }]]),
    account: {},
    unreadable: nothingUnreadable,
  };
}

function readingOf(
  slice: SliceName,
  content: Content | undefined,
  unreadable: Unreadable,
  at: string,
): Reading<Slices[SliceName]> {
  if (content !== undefined) {
    const unread = unreadable.resources[slice] ?? [];
    const value = readSlice(slice, content.value, content.source, unread);
    return { status: 'read', at, value, fromExport: true };
  }
  const refused = unreadable.slices[slice];
  return refused === undefined
    ? { status: 'unreadable', at, because: `${slices[slice].file} is not in the export`, notInExport: true }
    : { status: 'unreadable', at, because: refused };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT')
      throw new BadInputError(path, '', 'there is no such file or folder');
    throw new BadInputError(path, '', `cannot be read: ${messageOf(error)}`);
  }
}

const fileNames = sliceNames.map((slice) => slices[slice].file);

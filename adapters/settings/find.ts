import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../../core/model/bad-input';
import type { KnownRules, Settings } from '../../core/settings';
import { settingsFromTexts } from './from-text';
import { type FoundFile, readTextFile } from './read-file';

/** Read in the working directory where no path is given. */
const defaultFile = 'palisade.yml';
/** What people also call it. */
const misnamedFile = 'palisade.yaml';

export interface SettingsLookup {
  /** The file that was named on purpose. */
  readonly path?: string | undefined;
  /** The export that is judged, a folder or a file: whoever made it has no say in how. */
  readonly from?: string | undefined;
}

/** The settings of a command, and where they come from. */
export interface FoundSettings {
  readonly settings: Settings;
  /** What the file says, before defaults. */
  readonly given: object;
  /** Absent: there is no file, and all defaults hold. */
  readonly file?: {
    readonly path: string;
    /** Nobody named it: it lies in the working directory. */
    readonly isHere: boolean;
    /** Where it really is, when it is a link. */
    readonly target?: string;
  };
  /** A file in the working directory that was not used, because it belongs to the export. */
  readonly leftAlone?: string;
  /** A file in the working directory that is not read, because of its name. */
  readonly misnamed?: string;
}

/**
 * The file that was named; otherwise `palisade.yml` in the working directory, unless that or the file is part of the
 * export that is judged; otherwise all defaults.
 * @throws BadInputError where the file cannot be read or used
 */
export async function findSettings(asked: SettingsLookup, rules: KnownRules): Promise<FoundSettings> {
  if (asked.path !== undefined) {
    const found = await readTextFile(asked.path);
    if (found === undefined) throw new BadInputError(asked.path, '', 'there is no such file');
    return used(asked.path, false, found, rules);
  }
  const misnamed = (await isThere(misnamedFile)) ? { misnamed: misnamedFile } : {};
  if ((await isThere(defaultFile)) && (await isOfExport(asked.from)))
    return { ...defaults(rules), leftAlone: defaultFile, ...misnamed };
  const found = await readTextFile(defaultFile);
  if (found === undefined) return { ...defaults(rules), ...misnamed };
  return { ...used(defaultFile, true, found, rules), ...misnamed };
}

function used(file: string, isHere: boolean, { text, target }: FoundFile, rules: KnownRules): FoundSettings {
  const { settings, given } = settingsFromTexts({ own: { text, source: file } }, rules);
  return {
    settings,
    given: typeof given === 'object' && given !== null ? given : {},
    file: { path: file, isHere, ...(target === undefined ? {} : { target }) },
  };
}

function defaults(rules: KnownRules): Pick<FoundSettings, 'settings' | 'given'> {
  return { settings: settingsFromTexts({}, rules).settings, given: {} };
}

/** Whether the working directory, or what `palisade.yml` there really is, lies in the export. */
async function isOfExport(from: string | undefined): Promise<boolean> {
  const root = from === undefined ? undefined : await real(from);
  if (root === undefined) return false;
  const places = await Promise.all(['.', defaultFile].map(real));
  return places.some((place) => place !== undefined && isWithin(place, root));
}

function isWithin(place: string, root: string): boolean {
  const way = path.relative(root, place);
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

/** `undefined` where there is nothing, or nothing that can be followed. */
async function real(file: string): Promise<string | undefined> {
  return realpath(file).catch(() => undefined);
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

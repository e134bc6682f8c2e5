import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../../core/model/bad-input';
import type { KnownRules, Settings } from '../../core/settings';
import { isRecord } from '../../core/model/json';
import { settingsFromTexts } from './from-text';
import { type FoundFile, readTextFile } from './read-file';

/** Read in the working directory if no path is given. */
const defaultFile = 'palisade.yml';
/** A common misspelling of its name. */
const misnamedFile = 'palisade.yaml';

export interface SettingsLookup {
  /** The file that the user named. */
  readonly path?: string | undefined;
  /** The export to be evaluated, a folder or a file. Its author must not influence the settings. */
  readonly from?: string | undefined;
}

/** The settings of a command, and where they come from. */
export interface FoundSettings {
  readonly settings: Settings;
  /** The content of the file, before defaults. */
  readonly given: object;
  /** Absent if there is no file and all defaults apply. */
  readonly file?: {
    readonly path: string;
    /** Nobody named it: it is in the working directory. */
    readonly isHere: boolean;
    /** The file that a link points to. */
    readonly target?: string;
  };
  /** A file in the working directory that was not used because it belongs to the export. */
  readonly leftAlone?: string;
  /** A file in the working directory that is not read because of its name. */
  readonly misnamed?: string;
}

/**
 * The settings from the named file; otherwise from `palisade.yml` in the working directory, unless the directory or the
 * file is part of the export to be evaluated; otherwise all defaults.
 * @throws BadInputError if the file cannot be read or used
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
    given: isRecord(given) ? given : {},
    file: { path: file, isHere, ...(target === undefined ? {} : { target }) },
  };
}

function defaults(rules: KnownRules): Pick<FoundSettings, 'settings' | 'given'> {
  return { settings: settingsFromTexts({}, rules).settings, given: {} };
}

/** Whether the working directory, or the target of its `palisade.yml`, is inside the export. */
async function isOfExport(from: string | undefined): Promise<boolean> {
  const root = from === undefined ? undefined : await real(from);
  if (root === undefined) return false;
  const paths = await Promise.all(['.', defaultFile].map(real));
  return paths.some((one) => one !== undefined && isWithin(one, root));
}

function isWithin(file: string, root: string): boolean {
  const relative = path.relative(root, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** The resolved path; `undefined` if there is no file, or a link that cannot be followed. */
async function real(file: string): Promise<string | undefined> {
  return realpath(file).catch(() => undefined);
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

import { readFile, stat } from 'node:fs/promises';
import { BadInputError } from '../../core/bad-input';
import { parseSettings, type Settings } from '../../core/settings';
import { messageOf, systemCodeOf } from '../thrown';
import { maxCharacters, settingsFromText, type SettingsText } from './from-text';

export { settingsFromText, settingsFromTexts, type SettingsText } from './from-text';

/** Read where no path is given. */
const defaultFile = 'palisade.yml';

/**
 * Settings from a file; without a path from `palisade.yml` in the working directory, or all defaults where there is
 * none.
 * @throws BadInputError
 */
export async function loadSettingsFile(
  path: string | undefined,
  ruleIds: readonly string[],
): Promise<Settings> {
  const file = path ?? defaultFile;
  const text = await textOf(file);
  if (text !== undefined) return settingsFromText(text, ruleIds, file);
  if (path === undefined) return parseSettings(undefined, ruleIds, 'default settings');
  throw new BadInputError(file, '', 'there is no such file');
}

/**
 * The text of a settings file, not yet checked.
 * @throws BadInputError where it cannot be read
 */
export async function readSettingsFile(file: string): Promise<SettingsText> {
  const text = await textOf(file);
  if (text === undefined) throw new BadInputError(file, '', 'there is no such file');
  return { text, source: file };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    // Bytes: no character takes more than four.
    if (size > 4 * maxCharacters) throw new BadInputError(file, '', `is larger than settings can be`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw new BadInputError(file, '', `cannot be read: ${messageOf(error)}`);
  }
}

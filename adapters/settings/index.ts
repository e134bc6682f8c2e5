import { readFile, stat } from 'node:fs/promises';
import { BadInputError } from '../../core/bad-input';
import { parseSettings, type Settings } from '../../core/settings';
import { messageOf, systemCodeOf } from '../thrown';
import { maxCharacters, settingsFromText } from './from-text';

export { settingsFromText } from './from-text';

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
  let text: string;
  try {
    const { size } = await stat(file);
    // Bytes: no character takes more than four.
    if (size > 4 * maxCharacters) throw new BadInputError(file, '', `is larger than settings can be`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const code = systemCodeOf(error);
    if (path === undefined && code === 'ENOENT') return parseSettings(undefined, ruleIds, 'default settings');
    throw new BadInputError(
      file,
      '',
      code === 'ENOENT' ? 'there is no such file' : `cannot be read: ${messageOf(error)}`,
    );
  }
  return settingsFromText(text, ruleIds, file);
}

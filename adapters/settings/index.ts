import { BadInputError } from '../../core/model/bad-input';
import type { SettingsText } from './from-text';
import { readTextFile } from './read-file';

export { findSettings, type FoundSettings } from './find';
export { settingsFromText, settingsFromTexts, type SettingsText } from './from-text';

/**
 * The text of a settings file, not yet checked.
 * @throws BadInputError if it cannot be read
 */
export async function readSettingsFile(file: string): Promise<SettingsText> {
  const found = await readTextFile(file);
  if (found === undefined) throw new BadInputError(file, '', 'there is no such file');
  return { text: found.text, source: file };
}

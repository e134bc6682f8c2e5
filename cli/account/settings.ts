import { findSettings, type FoundSettings } from '../../adapters/settings';
import { rules } from '../../rules/registry';
import { type Io, type Output, write } from '../io';
import type { SourceOptions } from '../options';
import { settingsText } from '../output/settings-text';

interface SettingsRequest extends Pick<SourceOptions, 'from' | 'settings'> {
  readonly format?: string;
}

/**
 * The settings that the options name, or those of the working directory. Prints first which ones they are, because they
 * decide what is found and what is exempt: to stderr where stdout is a document, as with `--format json`.
 * @throws BadInputError
 */
export async function settingsInForce(
  { settings: path, from, format }: SettingsRequest,
  io: Io,
  stream: Output = format === 'json' ? io.stderr : io.stdout,
): Promise<FoundSettings> {
  const found = await findSettings({ path, from }, rules);
  const text = settingsText(found);
  if (text !== '') await write(stream, text);
  return found;
}

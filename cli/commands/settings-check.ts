import { readSettingsFile, settingsFromTexts } from '../../adapters/settings';
import { BadInputError } from '../../core/model/bad-input';
import { rules } from '../../rules/registry';
import { type Io, write } from '../io';

export interface SettingsCheckOptions {
  readonly central?: string;
  readonly format: 'table' | 'json';
}

/** How many bytes a parameter can hold, by tier (AWS Systems Manager user guide, parameter tiers). */
const standardBytes = 4_096;
const advancedBytes = 8_192;

/**
 * `palisade settings check FILE`: whether settings can be used, before they are stored where the functions read them.
 * @throws BadInputError with the file, the line and what is wrong there, or when they are too large for Parameter Store
 */
export async function settingsCheckCommand(
  file: string,
  options: SettingsCheckOptions,
  io: Io,
): Promise<number> {
  const own = await readSettingsFile(file);
  const central = options.central === undefined ? undefined : await readSettingsFile(options.central);
  const { given } = settingsFromTexts({ own, ...(central === undefined ? {} : { central }) }, rules);
  const files = [central ?? [], own].flat().map(({ text, source }) => {
    const bytes = Buffer.byteLength(text);
    if (bytes > advancedBytes)
      throw new BadInputError(
        source,
        '',
        `has ${bytes.toLocaleString('en')} bytes; an SSM parameter holds ${advancedBytes.toLocaleString('en')} at most`,
      );
    return {
      file: source,
      bytes,
      tier: bytes > standardBytes || source === central?.source ? 'Advanced' : 'Standard',
    };
  });
  await write(
    io.stdout,
    options.format === 'json'
      ? `${JSON.stringify({ schema: 'palisade/settings/1', files, settings: given ?? {} }, null, 2)}\n`
      : [
          ...files.map(
            ({ file: name, bytes, tier }) =>
              `${name}: can be used; ${bytes.toLocaleString('en')} bytes, ${tier.toLowerCase()} tier of Parameter Store\n`,
          ),
          ...(central === undefined ? [] : [`${file} over ${central.source}: can be used\n`]),
        ].join(''),
  );
  return 0;
}

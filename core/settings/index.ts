import { badInput } from '../bad-input';
import { type Settings, settingsSchema } from './schema';

export { modes } from './schema';
export type { Exemption, Mode, Settings } from './schema';

/**
 * Settings from parsed YAML or JSON (`null` for an empty file: all defaults).
 * @throws BadInputError that names the first bad key or value.
 */
export function parseSettings(input: unknown, ruleIds: readonly string[], source = 'settings'): Settings {
  const parsed = settingsSchema(ruleIds).safeParse(input ?? undefined);
  if (parsed.success) return parsed.data;
  throw badInput(source, parsed.error);
}

import { badInput } from '../bad-input';
import { settingsProblems, type SettingsProblem } from './problems';
import { type Settings, settingsSchema } from './schema';

export { mergeSettings } from './merge';
export type { Exemption, Mode, Settings } from './schema';
export type { SettingsProblem } from './problems';

/** Settings from parsed YAML or JSON (`null` for an empty file: all defaults), or all that is wrong with them. */
export function checkSettings(
  input: unknown,
  ruleIds: readonly string[],
): { readonly settings: Settings } | { readonly problems: readonly SettingsProblem[] } {
  const schema = schemaOf(ruleIds);
  const parsed = schema.safeParse(input ?? undefined);
  if (parsed.success) return { settings: parsed.data };
  return { problems: settingsProblems(parsed.error.issues, schema, ruleIds) };
}

/** Made once for a list of rules: making it takes longer than using it. */
const schemas = new WeakMap<readonly string[], ReturnType<typeof settingsSchema>>();

function schemaOf(ruleIds: readonly string[]): ReturnType<typeof settingsSchema> {
  const known = schemas.get(ruleIds);
  if (known !== undefined) return known;
  const schema = settingsSchema(ruleIds);
  schemas.set(ruleIds, schema);
  return schema;
}

/**
 * Settings from parsed YAML or JSON (`null` for an empty file: all defaults).
 * @throws BadInputError that names the first bad key or value.
 */
export function parseSettings(input: unknown, ruleIds: readonly string[], source = 'settings'): Settings {
  const checked = checkSettings(input, ruleIds);
  if ('settings' in checked) return checked.settings;
  throw badInput(source, { issues: checked.problems });
}

import { badInput } from '../model/bad-input';
import type { KnownRules } from './options';
import { settingsProblems, type SettingsProblem } from './problems';
import { type Settings, settingsSchema } from './schema';

export { mergeSettings } from './merge';
export { type KnownRules, type OptionSchemas, optionsOf, type OptionsOf } from './options';
export type { Mode } from './rule-schema';
export type { Exemption, Settings } from './schema';
export type { SettingsProblem } from './problems';

/**
 * Settings from parsed YAML or JSON (`null`, an empty file, gives all defaults), or a list of everything wrong with
 * them.
 */
export function checkSettings(
  input: unknown,
  rules: KnownRules,
): { readonly settings: Settings } | { readonly problems: readonly SettingsProblem[] } {
  const schema = schemaOf(rules);
  const parsed = schema.safeParse(input ?? undefined);
  if (parsed.success) return { settings: parsed.data };
  return { problems: settingsProblems(parsed.error.issues, schema, rules) };
}

/** One schema per list of rules, because building a schema takes longer than using it. */
const schemaCache = new WeakMap<KnownRules, ReturnType<typeof settingsSchema>>();

function schemaOf(rules: KnownRules): ReturnType<typeof settingsSchema> {
  const cached = schemaCache.get(rules);
  if (cached !== undefined) return cached;
  const schema = settingsSchema(rules);
  schemaCache.set(rules, schema);
  return schema;
}

/**
 * Settings from parsed YAML or JSON (`null`, an empty file, gives all defaults).
 * @throws BadInputError that names the first bad key or value
 */
export function parseSettings(input: unknown, rules: KnownRules, source = 'settings'): Settings {
  const checked = checkSettings(input, rules);
  if ('settings' in checked) return checked.settings;
  throw badInput(source, { issues: checked.problems });
}

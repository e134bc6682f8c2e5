import { z } from 'zod';

/** The options that only one rule has: name → schema. All are optional or have a default. */
export type OptionSchemas = Readonly<Record<string, z.ZodType>>;

/** The values of a rule's declared options; `undefined` if it declares none. */
export type OptionsOf<Schemas extends OptionSchemas | undefined> = Schemas extends OptionSchemas
  ? z.output<z.ZodObject<Schemas>>
  : undefined;

/** What the settings need to know about a rule. */
export interface KnownRule {
  readonly meta: { readonly id: string };
  readonly options?: OptionSchemas;
}

/** The rules that settings may name; usually the registry. */
export type KnownRules = readonly KnownRule[];

/** The part of settings that is keyed by rule. */
interface ByRule {
  readonly rules: Readonly<Record<string, object | undefined>>;
}

/**
 * Returns a function that reads a rule's options from settings, defaults included.
 * @throws Error if a declared option is required: settings that leave it out would have no meaning
 */
export function optionsOf<Schemas extends OptionSchemas | undefined>(
  id: string,
  schemas: Schemas | undefined,
): (settings: ByRule) => OptionsOf<Schemas> {
  const known: OptionSchemas = schemas ?? {};
  const defaults = z.object(known).parse({});
  return ({ rules }) => {
    const given = Object.entries(rules[id] ?? {}).filter(([name]) => Object.hasOwn(known, name));
    // The settings were checked with these schemas (`ruleSchema`), but their type has only what all rules share.
    return { ...defaults, ...Object.fromEntries(given) } as OptionsOf<Schemas>;
  };
}

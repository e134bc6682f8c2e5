import { z } from 'zod';

/** What one rule alone understands in its settings: name → schema. All are optional or have a default. */
export type OptionSchemas = Readonly<Record<string, z.ZodType>>;

/** The values of declared options, as a rule reads them; nothing where a rule declares none. */
export type OptionsOf<Schemas extends OptionSchemas | undefined> = Schemas extends OptionSchemas
  ? z.output<z.ZodObject<Schemas>>
  : undefined;

/** What settings have to know about a rule. */
export interface KnownRule {
  readonly meta: { readonly id: string };
  readonly options?: OptionSchemas;
}

/** The rules that settings may name: the registry, as a rule. */
export type KnownRules = readonly KnownRule[];

/** The part of settings that names rules. */
interface ByRule {
  readonly rules: Readonly<Record<string, object | undefined>>;
}

/**
 * The options of a rule as they are set, defaults included.
 * @throws Error where a declared option has no default and is not optional: then settings that leave it out mean nothing
 */
export function optionsOf<Schemas extends OptionSchemas | undefined>(
  id: string,
  schemas: Schemas | undefined,
): (settings: ByRule) => OptionsOf<Schemas> {
  const known: OptionSchemas = schemas ?? {};
  const defaults = z.object(known).parse({});
  return ({ rules }) => {
    const given = Object.entries(rules[id] ?? {}).filter(([name]) => Object.hasOwn(known, name));
    // The settings were checked with these very schemas (`ruleSchema`), but are typed by what all rules have in common.
    return { ...defaults, ...Object.fromEntries(given) } as OptionsOf<Schemas>;
  };
}

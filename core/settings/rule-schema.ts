import { z } from 'zod';
import type { KnownRule } from './options';
import { duration, nonEmptyText } from './values';
import { windowSchema } from './window-schema';

/**
 * How a rule acts on a failing subject.
 *
 * - `observe`: only reports
 * - `ticket`: also opens a ticket
 * - `approve`: acts after a person agreed to the exact plan
 * - `remediate`: acts by itself, within the limits
 */
export const modes = ['observe', 'ticket', 'approve', 'remediate'] as const;
export type Mode = (typeof modes)[number];

export const windows = z.array(windowSchema);

/** Different treatment for some resources of a rule; `match` is a name, id or ARN with `*`. */
const resourceMode = z.strictObject({
  match: nonEmptyText,
  mode: z.enum(modes).optional(),
  grace: duration.optional(),
});

/** The settings that every rule has. */
const common = z.strictObject({
  mode: z.enum(modes).optional(),
  grace: duration.optional(),
  /** The first match applies; the rule's own settings apply to what it leaves out. */
  resources: z.array(resourceMode).optional(),
  /** Replaces the windows for all rules. */
  windows: windows.optional(),
  dryRun: z.boolean().optional(),
});

/**
 * The schema of one rule's settings: those of every rule, and the rule's own options.
 * @throws Error if an option has the name of a setting that every rule has
 */
export function ruleSchema({ meta, options = {} }: KnownRule): typeof common {
  const taken = Object.keys(options).filter((name) => name in common.shape);
  if (taken.length > 0)
    throw new Error(`${meta.id} declares options that every rule already has: ${taken.join(', ')}`);
  // The type has only what all rules share; the rule reads its own options with `optionsOf`.
  return common.extend(options) as unknown as typeof common;
}

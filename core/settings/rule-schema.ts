import { z } from 'zod';
import type { KnownRule } from './options';
import { duration, words } from './values';
import { windowSchema } from './window-schema';

/**
 * How a rule acts on a failing subject.
 * `observe` reports only; `ticket` also opens a ticket; `approve` acts after a person agreed to the exact plan;
 * `remediate` acts by itself within the limits.
 */
export const modes = ['observe', 'ticket', 'approve', 'remediate'] as const;
export type Mode = (typeof modes)[number];

export const windows = z.array(windowSchema);

/** How some resources of a rule are treated differently from the rest; `match` is a name, id or ARN with `*`. */
const resourceMode = z.strictObject({
  match: words,
  mode: z.enum(modes).optional(),
  grace: duration.optional(),
});

/** What every rule understands in its settings. */
const common = z.strictObject({
  mode: z.enum(modes).optional(),
  grace: duration.optional(),
  /** The first that matches counts; what it leaves out is as for the rule. */
  resources: z.array(resourceMode).optional(),
  /** Instead of the windows for all rules. */
  windows: windows.optional(),
  dryRun: z.boolean().optional(),
});

/**
 * The settings of one rule: what all understand, and its own options.
 * @throws Error where an option has the name of something that all rules understand
 */
export function ruleSchema({ meta, options = {} }: KnownRule): typeof common {
  const taken = Object.keys(options).filter((name) => name in common.shape);
  if (taken.length > 0)
    throw new Error(`${meta.id} declares as its option what all rules have: ${taken.join(', ')}`);
  // The type knows what all rules have in common; its own options only the rule reads, by `optionsOf`.
  return common.extend(options) as unknown as typeof common;
}

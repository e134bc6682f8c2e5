import { z } from 'zod';
import { ticketSystemNames } from '../ticket-systems';
import { parseDuration } from './duration';
import { isOptionOf } from './rule-options';
import { sagemakerActions } from './sagemaker-actions';
import { windowSchema } from './window-schema';

/**
 * How a rule acts on a failing subject.
 * `observe` reports only; `ticket` also opens a ticket; `approve` acts after a person agreed to the exact plan;
 * `remediate` acts by itself within the limits.
 */
export const modes = ['observe', 'ticket', 'approve', 'remediate'] as const;
export type Mode = (typeof modes)[number];

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'is not a duration such as 30m, 4h or 2d')
  .transform((text) => parseDuration(text) ?? 0);

const cidr = z
  .union([z.cidrv4(), z.cidrv6()], 'is not a CIDR range such as 203.0.113.0/24')
  .refine((range) => !range.endsWith('/0'), 'is the whole internet: then everything would be inside');

/** The end of the day for a plain date: an exemption "until" a day includes that day. */
const until = z
  .string()
  .refine(
    (text) => !Number.isNaN(Date.parse(text)) && /^\d{4}-\d{2}-\d{2}/.test(text),
    'is not a date such as 2027-03-31',
  )
  .transform((text) => (text.length === 10 ? `${text}T23:59:59Z` : text));

const words = z.string().trim().min(1, 'must not be empty');

const windows = z.array(windowSchema);

/** How some resources of a rule are treated differently from the rest; `match` is a name, id or ARN with `*`. */
const resourceMode = z.strictObject({
  match: words,
  mode: z.enum(modes).optional(),
  grace: duration.optional(),
});

const ruleSettings = z.strictObject({
  mode: z.enum(modes).optional(),
  grace: duration.optional(),
  /** The first that matches counts; what it leaves out is as for the rule. */
  resources: z.array(resourceMode).optional(),
  /** Instead of the windows for all rules. */
  windows: windows.optional(),
  dryRun: z.boolean().optional(),
  /** `notebook-private-route` only: a way to the internet fails too. */
  strict: z.boolean().optional(),
  /** `notebook-shared-access`: how many may open a notebook. */
  maxPrincipals: z.number().int().min(0).optional(),
});

/** Seven days: long enough to find out who needed it, short enough not to be forgotten. */
const defaultHoldMs = 7 * 86_400_000;
const defaultFlapping = { times: 3, within: 86_400_000 };

const perimeter = z
  .strictObject({
    vpcs: z.array(z.string().regex(/^vpc-[0-9a-z]+$/, 'is not a VPC id')).optional(),
    discover: z.boolean().optional(),
    vpcEndpoints: z.array(z.string().regex(/^vpce-[0-9a-z]+$/, 'is not a VPC endpoint id')).default([]),
    cidrs: z.array(cidr).default([]),
    protectedActions: z
      .array(
        z.string().refine((name) => sagemakerActions.includes(name), {
          error: (issue) =>
            `${String(issue.input)} is not one SageMaker action such as sagemaker:StartSession`,
        }),
      )
      .default([]),
    /** AWS fills `aws:VpceOrgID` and its like for SageMaker too. */
    endpointOwnerKeys: z.boolean().optional(),
    organization: z
      .string()
      .regex(/^o-[a-z0-9]{10,32}$/, 'is not the id of an organization such as o-abcdefghij')
      .optional(),
    accounts: z.array(z.string().regex(/^\d{12}$/, 'is not an account id of twelve digits')).default([]),
  })
  .refine((value) => value.discover !== true || (value.vpcs ?? []).length === 0, {
    message: 'has both vpcs and discover: true; use one',
  });

const exemption = z.strictObject({
  rule: words,
  resource: words,
  until,
  owner: words,
  reason: words,
});

/**
 * The settings' schema for the rules that exist. Everything has a default, unknown keys are refused, and an
 * exemption without rule, resource, expiry, owner and reason is refused (it never exempts silently).
 */
export function settingsSchema(ruleIds: readonly string[]) {
  const known = z
    .string()
    .refine((id) => ruleIds.includes(id), { error: (issue) => `there is no rule ${String(issue.input)}` });
  return z
    .strictObject({
      perimeter: perimeter.default({ vpcEndpoints: [], cidrs: [], protectedActions: [], accounts: [] }),
      rules: z
        .record(known, ruleSettings)
        .superRefine((byRule, context) => {
          for (const [id, given] of Object.entries(byRule)) {
            const keys = Object.keys(given).filter((key) => !isOptionOf(key, id));
            if (keys.length > 0)
              context.addIssue({ code: 'unrecognized_keys', keys, path: [id], input: given });
          }
        })
        .default({}),
      /** Disruptive steps are taken only inside one of these; without any, at any time. */
      windows: windows.default([]),
      /** Nothing is changed and no ticket is opened: findings say what would have been done. */
      dryRun: z.boolean().default(false),
      exemptions: z.array(exemption.extend({ rule: known })).default([]),
      limits: z
        .strictObject({
          /** At most so many remediations started per rule in any clock hour. */
          actionsPerHour: z.number().int().min(0).default(20),
          /** At most this share of a rule's subjects may be touched in an hour; at least one always may. */
          sharePercent: z.number().min(0).max(100).default(10),
          /** Drift that returns more than `times` times `within` this long is left to a person. */
          flapping: z
            .strictObject({
              times: z.number().int().min(1).max(15).default(defaultFlapping.times),
              within: duration.default(defaultFlapping.within),
            })
            .default(defaultFlapping),
        })
        .default({ actionsPerHour: 20, sharePercent: 10, flapping: defaultFlapping }),
      /** How long a finding is left alone after an undo. */
      undo: z.strictObject({ hold: duration.default(defaultHoldMs) }).default({ hold: defaultHoldMs }),
      tickets: z
        .strictObject({
          channel: z.enum(ticketSystemNames).default('opscenter'),
          /** The status of a ticket that approves the plan in it. `none`: tickets approve nothing. */
          approvedBy: z.enum(['InProgress', 'none']).default('InProgress'),
        })
        .default({ channel: 'opscenter', approvedBy: 'InProgress' }),
      protectedPrincipals: z.array(words).default([]),
    })
    .prefault({});
}

export type Settings = z.infer<ReturnType<typeof settingsSchema>>;
export type Exemption = z.infer<typeof exemption>;

import { z } from 'zod';
import { ticketSystemNames } from '../model/ticket-systems';
import { policyLists } from '../slices/organization-policies';
import type { KnownRules } from './options';
import { ruleSchema, windows } from './rule-schema';
import { knownActions } from './actions';
import { duration, nonEmptyText } from './values';

const cidr = z
  .union([z.cidrv4(), z.cidrv6()], 'is not a CIDR range such as 203.0.113.0/24')
  .refine((range) => !range.endsWith('/0'), 'is the whole internet: then everything would be inside');

/** A plain date means the end of that day: an exemption "until" a day includes the day. */
const until = z
  .string()
  .refine(
    (text) => !Number.isNaN(Date.parse(text)) && /^\d{4}-\d{2}-\d{2}/.test(text),
    'is not a date such as 2027-03-31',
  )
  .transform((text) => (text.length === 10 ? `${text}T23:59:59Z` : text));

/** Seven days: long enough to find out who needed the change, short enough not to be forgotten. */
const defaultPauseMs = 7 * 86_400_000;
const defaultFlapping = { times: 3, within: 86_400_000 };

const perimeter = z
  .strictObject({
    vpcs: z.array(z.string().regex(/^vpc-[0-9a-z]+$/, 'is not a VPC id')).optional(),
    discover: z.boolean().optional(),
    vpcEndpoints: z.array(z.string().regex(/^vpce-[0-9a-z]+$/, 'is not a VPC endpoint id')).default([]),
    cidrs: z.array(cidr).default([]),
    protectedActions: z
      .array(
        z.string().refine((name) => knownActions.includes(name), {
          error: (issue) =>
            `${String(issue.input)} is not one SageMaker action such as sagemaker:StartSession`,
        }),
      )
      .default([]),
    /** AWS also fills `aws:VpceOrgID` and the similar keys for SageMaker. */
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
  rule: nonEmptyText,
  resource: nonEmptyText,
  until,
  owner: nonEmptyText,
  reason: nonEmptyText,
});

/**
 * The schema of the settings for the existing rules. Everything has a default and unknown keys are refused. An
 * exemption without rule, resource, expiry, owner or reason is refused, rather than exempting silently.
 */
export function settingsSchema(rules: KnownRules) {
  const known = z.string().refine((id) => rules.some(({ meta }) => meta.id === id), {
    error: (issue) => `there is no rule ${String(issue.input)}`,
  });
  const byRule = Object.fromEntries(rules.map((rule) => [rule.meta.id, ruleSchema(rule).optional()]));
  return z
    .strictObject({
      perimeter: perimeter.default({ vpcEndpoints: [], cidrs: [], protectedActions: [], accounts: [] }),
      rules: z.strictObject(byRule).default({}),
      /** Disruptive steps are taken only inside one of these; without any, at any time. */
      windows: windows.default([]),
      /** Nothing is changed and no ticket is opened; findings show what would have been done. */
      dryRun: z.boolean().default(false),
      exemptions: z.array(exemption.extend({ rule: known })).default([]),
      limits: z
        .strictObject({
          /** At most this many remediations are started per rule in any clock hour. */
          actionsPerHour: z.number().int().min(0).default(20),
          /** At most this share of a rule's subjects may be changed in an hour, but always at least one. */
          sharePercent: z.number().min(0).max(100).default(10),
          /** Drift that returns more than `times` times `within` this time is left to a person. */
          flapping: z
            .strictObject({
              times: z.number().int().min(1).max(15).default(defaultFlapping.times),
              within: duration.default(defaultFlapping.within),
            })
            .default(defaultFlapping),
        })
        .default({ actionsPerHour: 20, sharePercent: 10, flapping: defaultFlapping }),
      /** How long a finding is paused after an undo. */
      undo: z.strictObject({ hold: duration.default(defaultPauseMs) }).default({ hold: defaultPauseMs }),
      tickets: z
        .strictObject({
          channel: z.enum(ticketSystemNames).default('opscenter'),
          /** The status with which a person approves the plan in a ticket. `none`: tickets approve nothing. */
          approvedBy: z.enum(['InProgress', 'none']).default('InProgress'),
        })
        .default({ channel: 'opscenter', approvedBy: 'InProgress' }),
      protectedPrincipals: z.array(nonEmptyText).default([]),
      /** What `organization-policies.json` holds: a deployment in a member account cannot read them itself. */
      organizationPolicies: z.strictObject(policyLists.required({ readAt: true }).shape).optional(),
    })
    .prefault({});
}

export type Settings = z.infer<ReturnType<typeof settingsSchema>>;
export type Exemption = z.infer<typeof exemption>;

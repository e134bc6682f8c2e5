import { z } from 'zod';

const count = z.number().int().min(0);

/** `palisade/scan/1`, written from the contract: exactly its keys, and `noSteps` where there is no plan. */
export const scanSchema = z.strictObject({
  schema: z.literal('palisade/scan/1'),
  account: z.string().regex(/^\d{12}$/),
  region: z.string(),
  generatedAt: z.iso.datetime(),
  perimeter: z.strictObject({
    vpcs: z.array(z.string()),
    vpcEndpoints: z.array(z.string()),
    cidrs: z.array(z.string()),
  }),
  /** `from`, in addition to the contents of the file. */
  settings: z.looseObject({ from: z.string().min(1) }),
  findings: z.array(
    z.strictObject({
      id: z.string(),
      rule: z.string(),
      resource: z.strictObject({ type: z.string(), id: z.string(), arn: z.string(), region: z.string() }),
      status: z.enum(['pass', 'fail', 'unknown', 'not-applicable', 'exempt']),
      severity: z.enum(['critical', 'high', 'medium', 'low']),
      message: z.string().min(1),
      evidence: z.record(z.string(), z.json()),
      missing: z.array(z.string()),
      decision: z.strictObject({
        mode: z.enum(['observe', 'ticket', 'approve', 'remediate']),
        because: z.string().min(1),
      }),
      steps: z.array(
        z.strictObject({ call: z.string(), input: z.record(z.string(), z.json()), why: z.string() }),
      ),
      noSteps: z.string().optional(),
    }),
  ),
  summary: z.strictObject({
    pass: count,
    fail: count,
    unknown: count,
    notApplicable: count,
    exempt: count,
  }),
  calls: z.record(z.string().regex(/^[a-z0-9]+:[A-Za-z]+$/), count),
});

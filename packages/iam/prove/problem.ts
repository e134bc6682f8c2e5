import { z } from 'zod';
import type { Perimeter, PolicySet, PolicySource, Problem } from '../src';
import { type Refused, refused } from '../src/refused';

const documents = z.array(z.unknown());
const policyFields = {
  identity: documents,
  boundary: z.unknown().optional(),
  scps: z.array(documents).default([]),
  rcps: z.array(documents).default([]),
};
const texts = z.array(z.string());

/** One line of `palisade prove`. Policy documents stay as they are: the engine names what is wrong in them. */
const line = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  principal: z.strictObject({ arn: z.string(), tags: z.record(z.string(), z.string()).optional() }),
  ...policyFields,
  actions: texts,
  resources: texts,
  perimeter: z.strictObject({
    vpcs: texts.default([]),
    vpcEndpoints: texts.default([]),
    cidrs: texts.default([]),
    endpointVpc: z.record(z.string(), z.string()).default({}),
  }),
  context: z.record(z.string(), z.union([z.string(), texts])).optional(),
  before: z.strictObject(policyFields).optional(),
});

type Policies = Pick<z.infer<typeof line>, 'identity' | 'boundary' | 'scps' | 'rcps'>;

export interface ReadProblem {
  readonly problem: Problem;
  readonly before: PolicySet | null;
}

function source(label: string, document: unknown): PolicySource {
  return { label, document };
}

function toPolicySet(policies: Policies, prefix: string): PolicySet {
  const { boundary } = policies;
  const level = (kind: string) => (list: readonly unknown[], at: number) =>
    list.map((document, index) => source(`${prefix}${kind}[${at}][${index}]`, document));
  return {
    identity: policies.identity.map((document, index) => source(`${prefix}identity[${index}]`, document)),
    boundary: boundary === undefined || boundary === null ? null : source(`${prefix}boundary`, boundary),
    scps: policies.scps.map(level('scps')),
    rcps: policies.rcps.map(level('rcps')),
  };
}

const MAX_PERIMETERS = 64;
const perimeters = new Map<string, Perimeter>();

/** The same object for the same perimeter, so that the engine prepares it once and not for every line. */
function shared(perimeter: Perimeter): Perimeter {
  const text = JSON.stringify(perimeter);
  const known = perimeters.get(text);
  if (known !== undefined) return known;
  if (perimeters.size >= MAX_PERIMETERS) perimeters.clear();
  perimeters.set(text, perimeter);
  return perimeter;
}

/** Reads one problem. A refusal says what is wrong and where. */
export function readProblem(value: unknown): ReadProblem | Refused {
  const result = line.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    return refused(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a problem'}`.replace(/^: /, ''));
  }
  const { principal, actions, resources, perimeter, context, before } = result.data;
  const { arn, tags } = principal;
  return {
    problem: {
      principal: tags === undefined ? { arn } : { arn, tags },
      policies: toPolicySet(result.data, ''),
      actions,
      resources,
      perimeter: shared(perimeter),
      ...(context === undefined ? {} : { context }),
    },
    before: before === undefined ? null : toPolicySet(before, 'before.'),
  };
}

import { z } from 'zod';
import { badInput, BadInputError } from '../../core/model/bad-input';
import type { FindingRecord } from '../../core/model/ledger';
import { partsOfFindingId, resourceTypes } from '../../core/model/resource';

const time = z.iso.datetime();

const failure = z.object({
  kind: z.enum([
    'denied',
    'throttled',
    'transient',
    'gone',
    'conflict',
    'limit',
    'busy',
    'unmodifiable',
    'invalid',
    'unexpected',
  ]),
  code: z.string(),
  message: z.string(),
});

const performedStep = z.object({
  fingerprint: z.string(),
  call: z.string(),
  why: z.string(),
  at: time,
  state: z.enum(['intended', 'done', 'verified', 'failed', 'undone']),
  inverse: z.array(z.object({ call: z.string(), input: z.json(), why: z.string() })).exactOptional(),
  before: z.string().exactOptional(),
  failure: failure.exactOptional(),
});

const shape = {
  id: z.string(),
  rule: z.string(),
  resource: z.object({
    type: z.enum(resourceTypes),
    id: z.string(),
    arn: z.string(),
    region: z.string(),
    configId: z.string().optional(),
  }),
  status: z.enum(['pass', 'fail', 'unknown', 'not-applicable', 'exempt']),
  outcome: z.enum([
    'open',
    'grace',
    'acting',
    'fixed',
    'contained',
    'ticketed',
    'awaiting-approval',
    'failed',
    'observed',
    'exempt',
    'unknown',
    'passing',
    'gone',
  ]),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  message: z.string(),
  because: z.string(),
  firstSeenAt: time,
  updatedAt: time,
  passedAt: time.exactOptional(),
  failingSince: time,
  episodes: z.number(),
  drifts: z.array(z.object({ at: time, by: z.array(z.string()).exactOptional() })).exactOptional(),
  unknownSince: time.exactOptional(),
  performed: z.array(performedStep),
  shown: z.array(z.object({ fingerprint: z.string(), approval: z.enum(['none', 'required', 'data-loss']) })),
  shownAt: time.exactOptional(),
  digest: z.string(),
  after: z.string().exactOptional(),
  undoing: z.object({ by: z.string(), since: time }).exactOptional(),
  ticket: z
    .object({ channel: z.string(), id: z.string(), open: z.boolean(), digest: z.string() })
    .exactOptional(),
  approval: z.object({ by: z.string(), at: time, steps: z.array(z.string()) }).exactOptional(),
  exemption: z
    .object({
      rule: z.string(),
      resource: z.string(),
      until: z.string(),
      owner: z.string(),
      reason: z.string(),
    })
    .exactOptional(),
  holdUntil: time.exactOptional(),
  holdBecause: z.string().exactOptional(),
  retryAt: time.exactOptional(),
  unpublished: z.boolean().exactOptional(),
  damaged: z.string().exactOptional(),
  // Every field of the record must be listed, so that a field added in core is not lost when a record is stored.
} satisfies Record<keyof FindingRecord, z.ZodType>;

const schema: z.ZodType<FindingRecord> = z.object(shape);

/**
 * Reads a stored record. One that cannot be read is replaced by a record built from its id, with the reason in
 * `damaged`, so that it does not prevent the processing of the others.
 * @throws BadInputError if not even the id can be parsed
 */
export function readRecord(id: string, text: string): FindingRecord {
  try {
    return parseRecord(id, text);
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return damagedRecord(id, error.message, text);
  }
}

/** How much of an unreadable record the audit trail keeps, for a repair by hand. */
const keptCharacters = 4_000;
const longAgo = '1970-01-01T00:00:00.000Z';

/** The replacement for a record that cannot be read; see FindingRecord.damaged. */
export function damagedRecord(id: string, because: string, text: string): FindingRecord {
  const parts = partsOfFindingId(id);
  if (parts === undefined)
    throw new BadInputError(`ledger record ${id}`, '', 'its key is not the id of a finding');
  return {
    id,
    rule: parts.rule,
    resource: { ...parts.ref, arn: '', region: parts.region },
    status: 'unknown',
    outcome: 'open',
    severity: 'high',
    message: because,
    because,
    firstSeenAt: longAgo,
    updatedAt: longAgo,
    failingSince: longAgo,
    episodes: 0,
    performed: [],
    shown: [],
    digest: '',
    damaged: `${because}. It was: ${text.slice(0, keptCharacters)}`,
  };
}

/**
 * Reads a stored record.
 * @throws BadInputError that names the finding and the field
 */
export function parseRecord(id: string, text: string): FindingRecord {
  const source = `ledger record ${id}`;
  const parsed = schema.safeParse(parseJson(source, text));
  if (parsed.success) return parsed.data;
  throw badInput(source, parsed.error);
}

function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInputError(source, '', 'is not JSON');
  }
}

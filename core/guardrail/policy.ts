import type { Perimeter } from '@palisade/iam';
import { canonicalJson } from '../model/plan';
import { partitionOf, type Place } from '../model/resource';
import { denyOutside } from './deny-outside';

export const guardrailBaseName = 'PalisadeSageMakerGuardrail';

/** The customer-managed policy of a Region that closes its outside, shared by all principals that need it. */
export function guardrailName({ region }: Place): string {
  return `${guardrailBaseName}-${region}`;
}
export const guardrailPath = '/palisade/';

/** IAM's quotas in characters, white space not counted: managed policy; all inline policies of a user, of a role. */
export const quotas = { managed: 6_144, user: 2_048, role: 10_240 } as const;

export function guardrailArn(place: Place): string {
  return `arn:${partitionOf(place.region)}:iam::${place.account}:policy${guardrailPath}${guardrailName(place)}`;
}

/** The attached guardrail: one Deny, see `denyOutside`. */
export function guardrailDocument(
  perimeter: Pick<Perimeter, 'vpcs' | 'vpcEndpoints' | 'cidrs'>,
  actions: readonly string[],
  { account, region }: Place,
) {
  // Another Region has other VPCs, and a guardrail of its own.
  const resource = `arn:${partitionOf(region)}:sagemaker:${region}:${account}:*`;
  return { Version: '2012-10-17', Statement: [denyOutside(perimeter, actions, resource)] };
}

/** The size that counts against a quota. The guardrail holds no white space inside its strings. */
export function policySize(document: unknown): number {
  return JSON.stringify(document ?? '').replaceAll(/\s/g, '').length;
}

/** Whether a stored document (an object, JSON text, or URL-encoded JSON text) says the same as ours. */
export function sameDocument(stored: unknown, ours: unknown): boolean {
  return canonicalJson(parsedDocument(stored)) === canonicalJson(ours);
}

/** A stored document as an object; `undefined` when it is none, which the IAM engine then reports. */
export function parsedDocument(stored: unknown): unknown {
  if (typeof stored !== 'string') return stored;
  try {
    return JSON.parse(stored.startsWith('%7B') ? decodeURIComponent(stored) : stored);
  } catch {
    return undefined;
  }
}

/** The VPCs, endpoints and address ranges that a stored guardrail lets through and ours does not any more. */
export function noLongerAdmitted(stored: unknown, ours: unknown): readonly string[] {
  const admitted = conditionValues(ours);
  return [...conditionValues(parsedDocument(stored))].filter((value) => !admitted.has(value));
}

/** Every text below a `Condition`, but for truth values. */
function conditionValues(value: unknown, isInside = false): ReadonlySet<string> {
  if (typeof value === 'string') return new Set(isInside && !/^(true|false)$/i.test(value) ? [value] : []);
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(
    Object.entries(value).flatMap(([key, member]) => [
      ...conditionValues(member, isInside || key === 'Condition'),
    ]),
  );
}

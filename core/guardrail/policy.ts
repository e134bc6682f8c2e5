import type { Perimeter } from '@palisade/iam';
import { isRecord, valuesIn } from '../model/json';
import { canonicalJson } from '../model/plan';
import { partitionOf, type Place } from '../model/resource';
import { denyOutside } from './deny-outside';
import { documentOf } from './formats';

export const guardrailBaseName = 'PalisadeSageMakerGuardrail';

/**
 * The name of the customer-managed policy of a Region that closes its outside zone, shared by all principals that
 * need it.
 */
export function guardrailName({ region }: Place): string {
  return `${guardrailBaseName}-${region}`;
}
export const guardrailPath = '/palisade/';

/**
 * IAM's quotas in characters without white space: for a managed policy, and for all inline policies of a user or a
 * role.
 */
export const quotas = { managed: 6_144, user: 2_048, role: 10_240 } as const;

export function guardrailArn(place: Place): string {
  return `arn:${partitionOf(place)}:iam::${place.account}:policy${guardrailPath}${guardrailName(place)}`;
}

/** The guardrail to attach: see `denyOutside`. */
export function guardrailDocument(
  perimeter: Pick<Perimeter, 'vpcs' | 'vpcEndpoints' | 'cidrs'>,
  actions: readonly string[],
  place: Place,
) {
  // Other Regions have other VPCs, and guardrails of their own. Only principals of the account have it attached.
  return documentOf(denyOutside(perimeter, actions, { region: place.region }));
}

/** The size that counts against a quota. The strings in the guardrail contain no white space. */
export function policySize(document: unknown): number {
  return JSON.stringify(document ?? '').replaceAll(/\s/g, '').length;
}

/** Whether a stored document (an object, JSON text, or URL-encoded JSON text) means the same as ours. */
export function sameDocument(stored: unknown, ours: unknown): boolean {
  return canonicalJson(parsedDocument(stored)) === canonicalJson(ours);
}

/** A stored document as an object; `undefined` if it is not valid JSON, which the IAM engine then reports. */
export function parsedDocument(stored: unknown): unknown {
  if (typeof stored !== 'string') return stored;
  try {
    return JSON.parse(stored.startsWith('%7B') ? decodeURIComponent(stored) : stored);
  } catch {
    return undefined;
  }
}

/** The VPCs, endpoints and address ranges that a stored guardrail lets through and ours no longer does. */
export function noLongerAdmitted(stored: unknown, ours: unknown): readonly string[] {
  const admitted = conditionValues(ours);
  return [...conditionValues(parsedDocument(stored))].filter((value) => !admitted.has(value));
}

/**
 * What a guardrail as earlier versions of Palisade wrote it leaves open and ours denies: actions, and actions that an
 * AWS service makes for a principal. Empty for any other text: one that somebody weakened is drift, which is fixed
 * without asking.
 */
export function newlyDenied(stored: unknown, ours: unknown): readonly string[] {
  const statements = statementsOf(parsedDocument(stored));
  // Earlier versions wrote this one statement, which spared every forwarded call.
  if (statements.length !== 1 || statements[0]?.['Sid'] !== 'PalisadeDenyOutside') return [];
  const before = new Set(statements.flatMap(deniedBy));
  return statementsOf(ours)
    .flatMap(deniedBy)
    .filter((denied) => !before.has(denied));
}

function statementsOf(document: unknown): readonly Readonly<Record<string, unknown>>[] {
  return isRecord(document) ? [document['Statement']].flat().filter(isRecord) : [];
}

/** The denied actions; those of a statement that reaches forwarded calls once more, as such. */
function deniedBy({ Action, Condition }: Readonly<Record<string, unknown>>): readonly string[] {
  const actions = [Action].flat().filter((action) => typeof action === 'string');
  const via = /"aws:ViaAWSService":"(true|false)"/.exec(JSON.stringify(Condition ?? {}))?.[1];
  return [
    ...(via === 'true' ? [] : actions),
    ...(via === 'false' ? [] : actions.map((action) => `${action} through an AWS service`)),
  ];
}

/** Every text inside a `Condition`, except `true` and `false`. */
function conditionValues(value: unknown, isInside = false): ReadonlySet<string> {
  if (typeof value === 'string') return new Set(isInside && !/^(true|false)$/i.test(value) ? [value] : []);
  const members = isRecord(value)
    ? Object.entries(value).map(([key, member]) => conditionValues(member, isInside || key === 'Condition'))
    : valuesIn(value).map((member) => conditionValues(member, isInside));
  return new Set(members.flatMap((values) => [...values]));
}

import { createEngine, type PolicySource } from '@palisade/iam';
import type { Need } from '@palisade/sandbox/authorization/need';
import { casePlace } from '../given';
import { isRecord } from '../../../core/model/json';

const engine = createEngine();
const anywhere = { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} };

/**
 * Whether a role with these policies may do what is needed, by the IAM engine: `allowed` and `denied` are proofs.
 * Condition keys of the policies that the request does not have are absent.
 */
export function decision(role: readonly PolicySource[], need: Need): 'allowed' | 'denied' | 'unknown' {
  const context = {
    ...Object.fromEntries(keysIn(role).map((key) => [key, [] as readonly string[]])),
    ...need.context,
  };
  const [answer] = engine.decide({
    principal: {
      arn: `arn:aws:iam::${casePlace.account}:role/palisade/palisade-${casePlace.region}-x`,
      tags: {},
    },
    policies: { identity: role, boundary: null, scps: [], rcps: [] },
    actions: [need.action],
    resources: [need.resource],
    perimeter: anywhere,
    context,
  });
  // Nothing is inside an empty perimeter, and these policies do not depend on the origin of a request.
  const statuses = [answer?.outside.status, answer?.viaService.status];
  if (statuses.includes('reachable')) return 'allowed';
  return statuses.every((status) => status === 'unreachable') ? 'denied' : 'unknown';
}

/** The condition keys in the policies. */
function keysIn(role: readonly PolicySource[]): readonly string[] {
  const keys: string[] = [];
  JSON.stringify(role, (key, value: unknown) => {
    if (key === 'Condition' && isRecord(value))
      keys.push(...Object.values(value).flatMap((operator) => Object.keys(operator as object)));
    return value;
  });
  return [...new Set(keys)].filter((key) => !key.startsWith('dynamodb:'));
}

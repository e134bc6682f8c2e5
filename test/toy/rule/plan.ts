import { planInstead } from '../../core/endpoints/changeable';
import type { PastStep, Plan, StepOf } from '../../core/model/plan';
import type { Settings } from '../../core/settings';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';
import { type Evidence, key } from './evaluate';
import type { Options } from './options';

/** The calls of this rule, with their inputs. */
export interface Calls {
  'ec2:CreateTags': { Resources: string[]; Tags: { Key: string; Value: string }[] };
}

/** One call that replaces the tag; its inverse restores the former value. */
export function plan(
  endpoint: VpcEndpoint,
  { confidentiality }: Evidence,
  { place }: Snapshot,
  _settings: Settings,
  _history: readonly PastStep[],
  { level }: Options,
): Plan<StepOf<Calls>> {
  const obstacle = planInstead(endpoint, place);
  if (obstacle !== undefined) return obstacle;
  const tagged = (Value: string) => ({ Resources: [endpoint.VpcEndpointId], Tags: [{ Key: key, Value }] });
  return {
    kind: 'steps',
    steps: [
      {
        call: 'ec2:CreateTags',
        input: tagged(level),
        why: `inventories and firewalls then treat the endpoint as ${level}`,
        precondition: `the tag ${key} is ${confidentiality}`,
        inverse: [{ call: 'ec2:CreateTags', input: tagged(confidentiality), why: 'it said so before' }],
        approval: 'none',
      },
    ],
  };
}

import { consumersOf } from '../../core/network/consumers';
import { otherClients } from '../../core/endpoints/turning';
import { networkOf } from '../../core/network/network';
import type { Verdict } from '../../core/model/rule';
import { requiredServices, type SageMakerService } from '../../core/model/sagemaker-services';
import type { Settings } from '../../core/settings';
import type { Vpc } from '../../core/slices/vpcs';
import type { Snapshot } from '../../core/model/snapshot';
import { servicesFor, type Supply, supplyOf } from './demand';

/** A required endpoint that is not available. */
export type Lack = {
  readonly service: SageMakerService;
  readonly state: 'missing' | 'pending';
  /** The endpoint that is pending, is being deleted, or was never created successfully. */
  readonly endpoint: string | null;
  /** The state of that endpoint, in lower case. */
  readonly endpointState: string | null;
  /** A private hosted zone for exactly the name, which leads nowhere. AWS refuses private DNS beside it. */
  readonly conflictingZone: string | null;
};

export type Evidence = {
  readonly vpcId: string;
  /** `notebook churn`, `domain d-1`. */
  readonly consumers: readonly string[];
  readonly lacks: readonly Lack[];
  /** Who else in the VPC resolves SageMaker's names, as far as it is known; nothing rests on them. */
  readonly otherClients: readonly string[];
};

/**
 * Passes when every endpoint that the VPC's notebooks and domains need is available there, or its name leads to one in
 * another VPC. A VPC that the settings approve always needs the API and the
 * runtime.
 */
export function evaluate({ VpcId }: Vpc, snapshot: Snapshot, settings: Settings): Verdict<Evidence> {
  const all = consumersOf(snapshot, networkOf(snapshot));
  const here = all.known.filter(({ vpcId }) => vpcId === VpcId);
  const isApproved = settings.perimeter.vpcs?.includes(VpcId) ?? false;
  if (here.length === 0 && !isApproved) {
    if (all.missing.length > 0) return { status: 'unknown', missing: all.missing };
    return { status: 'not-applicable', because: `nothing of SageMaker is in ${VpcId}` };
  }

  const lacks: Lack[] = [];
  const missing: string[] = [];
  const reasons: string[] = [];
  const assumed = new Set<string>();
  const certain = servicesFor(here);
  for (const service of requiredServices) {
    const isCertain = certain.includes(service);
    // A consumer that could not be read may be in this VPC, and need the service.
    if (!isCertain && all.missing.length === 0) continue;
    const supply = supplyOf(service, VpcId, snapshot);
    if (supply.is === 'there') {
      if (!isCertain) continue;
      reasons.push(`${service}: ${supply.because}`);
      for (const one of supply.assumed ?? []) assumed.add(one);
    } else if (!isCertain) missing.push(...all.missing);
    else if (supply.is === 'unknown') missing.push(supply.because);
    else lacks.push(lackOf(service, supply));
  }
  if (lacks.length > 0) {
    const evidence = {
      vpcId: VpcId,
      consumers: here.map(({ name }) => name),
      lacks,
      otherClients: otherClients(snapshot, VpcId),
    };
    return { status: 'fail', message: inWords(evidence), evidence };
  }
  if (missing.length > 0) return { status: 'unknown', missing: [...new Set(missing)] };
  return {
    status: 'pass',
    because: reasons.join('; '),
    ...(assumed.size === 0 ? {} : { missing: [...assumed] }),
  };
}

function lackOf(service: SageMakerService, supply: Extract<Supply, { is: 'pending' | 'missing' }>): Lack {
  const endpoint = supply.is === 'pending' ? supply.endpoint : supply.former;
  return {
    service,
    state: supply.is,
    endpoint: endpoint?.VpcEndpointId ?? null,
    endpointState: endpoint?.State.toLowerCase() ?? null,
    conflictingZone: supply.is === 'missing' ? (supply.conflict ?? null) : null,
  };
}

function inWords({ vpcId, consumers, lacks }: Evidence): string {
  const what = lacks.map(({ service, endpoint, endpointState }) =>
    endpoint === null ? service : `${service} (${endpoint} is ${String(endpointState)})`,
  );
  const who = consumers.length === 0 ? 'settings approve the VPC' : `used by ${someOf(consumers)}`;
  return `${vpcId} has no available endpoint for ${what.join(', ')}; ${who}`;
}

/** The first few names, so that the message stays readable for a VPC with a hundred notebooks. */
function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length <= 5 ? shown : `${shown} and ${names.length - 5} more`;
}

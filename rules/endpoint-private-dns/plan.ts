import { planInstead } from '../../core/endpoints/changeable';
import { servesRegion } from '../../core/enforcement/perimeter';
import { allTurning } from '../../core/endpoints/turning';
import type { Plan, StepOf } from '../../core/model/plan';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';
import type { Evidence } from './evaluate';

type OneAttribute =
  | { VpcId: string; EnableDnsSupport: { Value: boolean } }
  | { VpcId: string; EnableDnsHostnames: { Value: boolean } };

/** The calls of this rule, with their inputs. */
export interface Calls {
  'ec2:ModifyVpcAttribute': OneAttribute;
  'ec2:ModifyVpcEndpoint': { VpcEndpointId: string; PrivateDnsEnabled: boolean };
}

/**
 * The fewest calls that make the name private: each VPC attribute that is off (one per call, and support must be on
 * before hostnames), then private DNS itself, unless something else serves the name. Each needs approval unless
 * everybody who resolves the name is seen and let in by the endpoint: the others reached the service over public
 * addresses until now, and would be cut off.
 */
export function plan(endpoint: VpcEndpoint, evidence: Evidence, snapshot: Snapshot): Plan<StepOf<Calls>> {
  const { VpcEndpointId, VpcId } = endpoint;
  const obstacle = planInstead(endpoint, snapshot.place);
  if (obstacle !== undefined) return obstacle;
  // Who uses SageMaker of another Region from here is not read, so nobody can be said to gain by it.
  if (!servesRegion(endpoint, snapshot.place.region))
    return {
      kind: 'person',
      because: `the endpoint serves SageMaker of another Region (${endpoint.ServiceName}), and what uses that from ${VpcId} is not known`,
    };

  if (evidence.conflictingZone !== null)
    return {
      kind: 'person',
      because: `AWS refuses private DNS beside the private hosted zone ${evidence.conflictingZone} of the same name; give it a record that leads to ${VpcEndpointId}, or disassociate it from ${VpcId}`,
    };

  const steps: StepOf<Calls>[] = [];
  if (!evidence.enableDnsSupport) steps.push(attributeStep(VpcId, 'EnableDnsSupport'));
  if (!evidence.enableDnsHostnames) steps.push(attributeStep(VpcId, 'EnableDnsHostnames'));
  if (evidence.needsPrivateDns)
    steps.push({
      call: 'ec2:ModifyVpcEndpoint',
      input: { VpcEndpointId, PrivateDnsEnabled: true },
      why: `${evidence.privateDnsName ?? 'the service name'} then resolves to the endpoint inside ${VpcId}`,
      precondition:
        'private DNS is off, both DNS attributes are on, and no other endpoint or zone serves the name',
      inverse: [
        {
          call: 'ec2:ModifyVpcEndpoint',
          input: { VpcEndpointId, PrivateDnsEnabled: false },
          why: 'private DNS was off before',
        },
      ],
      approval: 'none',
    });
  const { isSafe, inWords } = allTurning(endpoint, snapshot);
  return {
    kind: 'steps',
    steps: steps.map((step) => ({
      ...step,
      why: `${step.why}. ${inWords}`,
      approval: isSafe ? 'none' : 'required',
    })),
  };
}

function attributeStep(VpcId: string, attribute: 'EnableDnsSupport' | 'EnableDnsHostnames'): StepOf<Calls> {
  const set = (Value: boolean): OneAttribute =>
    attribute === 'EnableDnsSupport'
      ? { VpcId, EnableDnsSupport: { Value } }
      : { VpcId, EnableDnsHostnames: { Value } };
  const name = attribute === 'EnableDnsSupport' ? 'DNS resolution' : 'DNS hostnames';
  return {
    call: 'ec2:ModifyVpcAttribute',
    input: set(true),
    why: `private DNS needs ${name} in ${VpcId}`,
    precondition:
      attribute === 'EnableDnsSupport'
        ? 'enableDnsSupport is off'
        : 'enableDnsHostnames is off and support is on',
    inverse: [{ call: 'ec2:ModifyVpcAttribute', input: set(false), why: 'it was off before' }],
    approval: 'none',
  };
}

import type { Plan, StepOf } from '../../core/plan';
import type { VpcEndpoint } from '../../core/slices/network';
import type { Snapshot } from '../../core/snapshot';
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
 * The fewest calls that make the name private: each VPC attribute that is off (AWS takes one a call, and support must
 * be on before hostnames), then private DNS itself, unless somebody else serves the name.
 */
export function plan(endpoint: VpcEndpoint, evidence: Evidence, snapshot: Snapshot): Plan<StepOf<Calls>> {
  const { VpcEndpointId, VpcId } = endpoint;
  if (endpoint.OwnerId !== undefined && endpoint.OwnerId !== snapshot.place.account)
    return {
      kind: 'person',
      because: `the endpoint belongs to account ${endpoint.OwnerId}, which has to change it`,
    };
  if (endpoint.RequesterManaged === true)
    return {
      kind: 'person',
      because: 'an AWS service manages this endpoint; change it through that service',
    };
  if (evidence.state === 'pendingacceptance')
    return { kind: 'person', because: 'the endpoint waits to be accepted by the owner of the service' };
  if (evidence.state === 'partial')
    return {
      kind: 'person',
      because: 'the endpoint is only partly there (state partial); look at its subnets',
    };
  if (evidence.state !== 'available')
    return {
      kind: 'wait',
      because: `the endpoint is ${evidence.state}; it can be changed when it is available`,
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
  return { kind: 'steps', steps };
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

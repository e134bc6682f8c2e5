import type { AddressPeer } from '../../core/network/groups';
import {
  existingRule,
  type Authorization,
  httpsWith,
  httpsWithout,
  type Peer,
  type Revocation,
} from '../../core/network/rule-steps';
import type { StepOf } from '../../core/model/plan';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';
import { describeRule } from './evaluate';

/** The calls of this rule, with their inputs. */
export interface Calls {
  'ec2:AuthorizeSecurityGroupIngress': Authorization;
  'ec2:RevokeSecurityGroupIngress': Revocation;
  'ec2:AuthorizeSecurityGroupEgress': Authorization;
  'ec2:RevokeSecurityGroupEgress': Revocation;
}

const id = 'endpoint-security-group';

/** The step that lets the members of a consumer's group in. */
export function admitGroup(group: string, consumerGroup: string): StepOf<Calls> {
  return admit(
    group,
    { groupId: consumerGroup },
    'Palisade: SageMaker consumers reach this endpoint',
    `members of ${consumerGroup} then reach the endpoint on TCP 443`,
    `${group} has no rule that admits ${consumerGroup} on TCP 443`,
  );
}

/** The step that lets an address range of the VPC in. */
export function admitRange(group: string, cidr: string, vpcId: string): StepOf<Calls> {
  return admit(
    group,
    { cidr },
    'Palisade: this VPC reaches this endpoint',
    `everything in ${vpcId} (${cidr}) keeps its access when the open rule goes`,
    `without its open rules ${group} does not admit ${cidr} on TCP 443`,
  );
}

function admit(
  group: string,
  peer: Peer,
  description: string,
  why: string,
  precondition: string,
): StepOf<Calls> {
  return {
    call: 'ec2:AuthorizeSecurityGroupIngress',
    input: httpsWith(group, peer, description, id),
    why,
    precondition,
    inverse: [
      {
        call: 'ec2:RevokeSecurityGroupIngress',
        input: httpsWithout(group, peer),
        why: 'the rule was not there before',
      },
    ],
    approval: 'none',
  };
}

/** The step that lets a domain's apps out to the endpoint. */
export function letOut(group: string, endpointGroup: string): StepOf<Calls> {
  const peer = { groupId: endpointGroup };
  return {
    call: 'ec2:AuthorizeSecurityGroupEgress',
    input: httpsWith(group, peer, 'Palisade: out to the SageMaker endpoint', id),
    why: `members of ${group} may then open connections to the endpoint on TCP 443`,
    precondition: `${group} has no rule that lets TCP 443 out to ${endpointGroup}`,
    inverse: [
      {
        call: 'ec2:RevokeSecurityGroupEgress',
        input: httpsWithout(group, peer),
        why: 'the rule was not there before',
      },
    ],
    approval: 'none',
  };
}

/** The step that removes an open rule. It needs approval, because other clients may depend on the rule. */
export function revokeOpen(rule: AddressPeer, endpoint: VpcEndpoint, snapshot: Snapshot): StepOf<Calls> {
  const others = sharing(rule.groupId, endpoint, snapshot);
  const shared = others.length === 0 ? '' : ` ${rule.groupId} also guards ${others.join(', ')}.`;
  return {
    call: 'ec2:RevokeSecurityGroupIngress',
    input: existingRule(rule, false),
    why: `${describeRule(rule)}. Clients outside ${endpoint.VpcId} (over peering, VPN or Direct Connect) and whatever else has this group lose what only this rule admits.${shared}`,
    precondition: 'narrower rules admit the ranges of the VPC and every known consumer',
    inverse: [
      {
        call: 'ec2:AuthorizeSecurityGroupIngress',
        input: existingRule(rule, true),
        why: 'the rule was there before',
      },
    ],
    approval: 'required',
  };
}

/** Other endpoints and consumers that are known to use the group. */
function sharing(groupId: string, endpoint: VpcEndpoint, snapshot: Snapshot): readonly string[] {
  const endpoints = snapshot.read('endpoints');
  const notebooks = snapshot.read('notebooks');
  return [
    ...(endpoints.status === 'read' ? endpoints.value : [])
      .filter((other) => other.VpcEndpointId !== endpoint.VpcEndpointId)
      .filter(({ Groups = [] }) => Groups.some((group) => group.GroupId === groupId))
      .map(({ VpcEndpointId }) => VpcEndpointId),
    ...(notebooks.status === 'read' ? notebooks.value.items : [])
      .filter(({ SecurityGroups = [] }) => SecurityGroups.includes(groupId))
      .map(({ NotebookInstanceName }) => `notebook ${NotebookInstanceName}`),
  ];
}

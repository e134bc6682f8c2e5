import { hasEnded } from '../../core/endpoints/changeable';
import type { AddressPeer } from '../../core/network/groups';
import { othersOut } from '../../core/endpoints/turning';
import { both } from '../../core/network/reach';
import type { Verdict } from '../../core/model/rule';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';
import { groupState } from './group-state';

/** The facts for the ticket and the report. A type alias, so that it is plain data. */
export type Evidence = {
  readonly service: string;
  readonly vpcId: string;
  readonly state: string;
  readonly securityGroups: readonly string[];
  readonly unreached: readonly { readonly consumer: string; readonly because: string }[];
  readonly openRules: readonly string[];
  /** Other clients in the VPC that it keeps out, as far as it is known; nothing rests on them. */
  readonly otherClientsOut: readonly string[];
};

/**
 * Passes when every consumer in the VPC that needs the endpoint reaches it on TCP 443, as far as its own and the
 * endpoint's security groups decide, and the endpoint's groups do not admit every address.
 */
export function evaluate(endpoint: VpcEndpoint, snapshot: Snapshot): Verdict<Evidence> {
  const state = endpoint.State.toLowerCase();
  if (hasEnded(endpoint)) return { status: 'not-applicable', because: `the endpoint is ${state}` };

  const { needing, world, missing } = groupState(endpoint, snapshot);
  const answers = needing.map(({ consumer, reach }) => ({ consumer: consumer.name, answer: both(reach) }));
  const unreached = answers.flatMap(({ consumer, answer }) =>
    answer.status === 'no' ? [{ consumer, because: answer.because }] : [],
  );
  const openRules = world.map(describeRule);
  if (unreached.length + openRules.length > 0)
    return {
      status: 'fail',
      message: [
        ...unreached.map(({ consumer, because }) => `${consumer} cannot reach it on TCP 443: ${because}`),
        ...(openRules.length > 0 ? [`It is open to the world: ${openRules.join(', ')}`] : []),
      ].join('; '),
      evidence: {
        service: endpoint.ServiceName,
        vpcId: endpoint.VpcId,
        state,
        securityGroups: (endpoint.Groups ?? []).map(({ GroupId }) => GroupId),
        unreached,
        openRules,
        otherClientsOut: othersOut(endpoint, snapshot),
      },
      ...(unreached.length === 0 ? { severity: 'medium' } : {}),
    };

  const doubts = answers.flatMap(({ consumer, answer }) =>
    answer.status === 'unknown' ? answer.missing.map((text) => `${text} (for ${consumer})`) : [],
  );
  const unknown = [...missing.rules, ...missing.consumers, ...doubts];
  if (unknown.length > 0) return { status: 'unknown', missing: [...new Set(unknown)] };
  const reached = answers.map(({ consumer }) => consumer).join(', ');
  return {
    status: 'pass',
    because: `${reached === '' ? 'nobody in the VPC needs it' : `${reached} can reach it`}, and it is not open to the world`,
  };
}

/** `sg-1 admits 0.0.0.0/0 (tcp 0-65535)`. */
export function describeRule({ groupId, peer, permission }: AddressPeer): string {
  const { IpProtocol, FromPort, ToPort } = permission;
  const ports = FromPort === undefined || FromPort === -1 ? 'all ports' : portText(FromPort, ToPort);
  const protocol = IpProtocol === undefined || IpProtocol === '-1' ? 'all traffic' : `${IpProtocol} ${ports}`;
  return `${groupId} admits ${peer} (${protocol})`;
}

function portText(from: number, to: number | undefined): string {
  return to === undefined || to === from ? String(from) : `${from}-${to}`;
}

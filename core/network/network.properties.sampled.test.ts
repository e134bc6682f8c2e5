import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { networkOf } from './network';
import { rangesOf } from './ranges';
import { reach } from './reach';
import { routedRanges } from './routes';
import { parseCidr } from '@palisade/iam';
import { snapshotOf } from '../../test/rules/given';
import { least, runs } from '../../test/runner/size';
import {
  addressesIn,
  type End,
  type NaiveRoute,
  type NaiveRule,
  isAdmitted,
  targetOf,
} from './testing/naive';

const lists: Readonly<Record<string, string[]>> = {
  'pl-1': ['10.0.0.0/30', '10.0.0.8/29'],
  'pl-2': ['0.0.0.0/0'],
  'pl-3': [],
};
const prefixLists = Object.entries(lists).map(([PrefixListId, Cidrs]) => ({ PrefixListId, Cidrs }));

/** Blocks around the two small subnets, so that partial overlaps are frequent. */
const cidr = fc.constantFrom(
  ...['0.0.0.0/0', '0.0.0.0/1', '10.0.0.0/8', '10.0.0.0/27', '10.0.0.0/28', '10.0.0.16/28', '10.0.0.0/29'],
  ...['10.0.0.8/29', '10.0.0.16/29', '10.0.0.24/29', '10.0.0.4/30', '10.0.0.20/32', '10.0.0.0/30'],
  ...['192.168.0.0/16'],
);
const groupId = fc.constantFrom('sg-1', 'sg-2', 'sg-3', 'sg-4');
const ports = fc.constantFrom<readonly [number | undefined, number | undefined]>(
  ...([
    [443, 443],
    [0, 65_535],
    [1, 442],
    [444, 500],
    [80, 443],
    [443, 444],
  ] as const),
);
const rule: fc.Arbitrary<NaiveRule> = fc
  .record({
    group: groupId,
    direction: fc.constantFrom('ingress' as const, 'egress' as const),
    protocol: fc.constantFrom('-1', 'tcp', 'tcp', 'tcp', 'udp', 'icmp'),
    port: ports,
    peer: fc.oneof(cidr, groupId, fc.constantFrom(...Object.keys(lists))),
  })
  .map(({ port: [from, to], ...rest }) =>
    rest.protocol === '-1' ? { ...rest, from: undefined, to: undefined } : { ...rest, from, to },
  );

function permission({ protocol, from, to, peer }: NaiveRule) {
  return {
    IpProtocol: protocol,
    ...(from === undefined ? {} : { FromPort: from }),
    ...(to === undefined ? {} : { ToPort: to }),
    ...(peer.startsWith('sg-')
      ? { UserIdGroupPairs: [{ GroupId: peer }] }
      : peer.startsWith('pl-')
        ? { PrefixListIds: [{ PrefixListId: peer }] }
        : { IpRanges: [{ CidrIp: peer }] }),
  };
}

const clientCidr = '10.0.0.0/28';
const serverCidr = '10.0.0.16/28';

describe('security groups, compared with single packets', () => {
  const networkWith = (rules: readonly NaiveRule[]) =>
    networkOf(
      snapshotOf({
        prefixLists,
        subnets: [
          { SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: clientCidr },
          { SubnetId: 'subnet-2', VpcId: 'vpc-1', CidrBlock: serverCidr },
        ],
        securityGroups: ['sg-1', 'sg-2', 'sg-3', 'sg-4'].map((GroupId) => {
          const of = (direction: NaiveRule['direction']) =>
            rules
              .filter((candidate) => candidate.group === GroupId && candidate.direction === direction)
              .map(permission);
          return { GroupId, IpPermissions: of('ingress'), IpPermissionsEgress: of('egress') };
        }),
      }),
    );
  const some = fc.uniqueArray(groupId, { minLength: 1, maxLength: 2 });

  it('give yes if every packet passes, no if none does, unknown if it depends on the address', () => {
    const seen = { yes: 0, no: 0, unknown: 0 };
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), some, some, (rules, client, server) => {
        const clients = addressesIn(clientCidr).map((address): End => ({ address, groups: client }));
        const servers = addressesIn(serverCidr).map((address): End => ({ address, groups: server }));
        const [oneClient] = clients;
        const [oneServer] = servers;
        if (oneClient === undefined || oneServer === undefined) throw new Error('no address');
        const answer = reach(
          networkWith(rules),
          { name: 'client', subnetIds: ['subnet-1'], groupIds: client },
          { name: 'server', subnetIds: ['subnet-2'], groupIds: server },
        );
        for (const [status, packets] of [
          [answer.out.status, servers.map((to) => isAdmitted(rules, 'egress', oneClient, to, lists))],
          [answer.in.status, clients.map((from) => isAdmitted(rules, 'ingress', oneServer, from, lists))],
        ] as const) {
          const expected = packets.every(Boolean) ? 'yes' : packets.some(Boolean) ? 'unknown' : 'no';
          expect(status).toBe(expected);
          seen[expected] += 1;
        }
      }),
      runs(400, 80),
    );
    // The test must have produced each answer.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(least(5, 1));
  });

  it('give the same answer or unknown if a part was not read', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), some, some, (rules, client, server) => {
        const whole = networkWith(rules);
        const blind = {
          ...whole,
          prefixList: (id: string) => ({ missing: id }),
          group: (id: string) => (id === 'sg-2' ? { missing: id } : whole.group(id)),
        };
        const ends = [
          { name: 'client', subnetIds: ['subnet-1'], groupIds: client },
          { name: 'server', subnetIds: ['subnet-2'], groupIds: server },
        ] as const;
        const known = reach(whole, ...ends);
        const less = reach(blind, ...ends);
        for (const direction of ['in', 'out'] as const)
          expect([known[direction].status, 'unknown']).toContain(less[direction].status);
      }),
      runs(200, 40),
    );
  });
});

describe('routes, compared with single packets', () => {
  const route: fc.Arbitrary<NaiveRoute> = fc.record({
    destination: fc.oneof(cidr, fc.constantFrom('pl-1', 'pl-2')),
    target: fc.constantFrom('local', 'igw-1', 'vgw-1', 'vpce-1'),
  });
  const network = networkOf(snapshotOf({ prefixLists }));

  it('send each address to the target of its most specific route', () => {
    const routes = fc
      // AWS refuses equal destinations, or chooses between them at random.
      .uniqueArray(route, { maxLength: 8, selector: ({ destination }) => destination })
      .filter((all) => {
        const blocks = all.flatMap(({ destination }) => lists[destination] ?? [destination]);
        return new Set(blocks).size === blocks.length;
      });
    fc.assert(
      fc.property(routes, (all) => {
        const { ranges } = rangesOf(['10.0.0.0/27', '192.168.0.0/28']);
        const { routed } = routedRanges(
          ranges,
          {
            RouteTableId: 'rtb-1',
            VpcId: 'vpc-1',
            Routes: all.map(({ destination, target }) => ({
              ...(destination.startsWith('pl-')
                ? { DestinationPrefixListId: destination }
                : { DestinationCidrBlock: destination }),
              GatewayId: target,
            })),
          },
          network,
        );
        for (const address of [...addressesIn('10.0.0.0/27'), ...addressesIn('192.168.0.0/28')]) {
          const at = parseCidr(address)?.low ?? -1n;
          const found = routed.filter(({ ranges: some }) =>
            some.some(({ low, high }) => low <= at && at <= high),
          );
          expect(found).toHaveLength(1);
          expect(found[0]?.route?.GatewayId).toBe(targetOf(all, address, lists));
        }
      }),
      runs(200, 40),
    );
  });
});

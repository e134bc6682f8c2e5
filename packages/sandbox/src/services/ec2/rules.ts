import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined } from '../members';
import type { RuleRecord, SecurityGroupRecord } from './state';

/** The parameters in the older, flat form of the security group calls. */
interface FlatRule {
  readonly IpPermissions?: IpPermission[] | undefined;
  readonly CidrIp?: string | undefined;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
}

/** Splits permissions into single rules, one per peer. */
export function rulesOf(input: FlatRule, direction: RuleRecord['direction'], call: Call): RuleRecord[] {
  const flat: IpPermission = defined({
    IpProtocol: input.IpProtocol,
    FromPort: input.FromPort,
    ToPort: input.ToPort,
    IpRanges: [{ CidrIp: input.CidrIp }],
  });
  const permissions = input.IpPermissions ?? (input.CidrIp === undefined ? [] : [flat]);
  const rules = permissions.flatMap((permission) => splitPermission(permission, direction, call));
  if (rules.length === 0) throw new AwsError('MissingParameter', 'The request must contain a permission');
  return rules;
}

function splitPermission(
  permission: IpPermission,
  direction: RuleRecord['direction'],
  call: Call,
): RuleRecord[] {
  const protocol = protocolName(permission.IpProtocol);
  const ported = protocol !== '-1';
  const rule = (
    kind: RuleRecord['peer']['kind'],
    value: string | undefined,
    description: string | undefined,
  ): RuleRecord => {
    if (value === undefined) throw new AwsError('InvalidPermission.Malformed', 'A permission lacks its peer');
    if (kind === 'ipv4' && !/^(\d{1,3}\.){3}\d{1,3}\/([12]?\d|3[0-2])$/.test(value)) {
      throw new AwsError('InvalidParameterValue', `CIDR block ${value} is malformed`);
    }
    return {
      id: call.account.ids.ec2('sgr'),
      direction,
      protocol,
      fromPort: ported ? permission.FromPort : undefined,
      toPort: ported ? permission.ToPort : undefined,
      peer: { kind, value },
      description,
    };
  };
  return [
    ...(permission.IpRanges ?? []).map((range) => rule('ipv4', range.CidrIp, range.Description)),
    ...(permission.Ipv6Ranges ?? []).map((range) => rule('ipv6', range.CidrIpv6, range.Description)),
    ...(permission.PrefixListIds ?? []).map((list) =>
      rule('prefix-list', list.PrefixListId, list.Description),
    ),
    ...(permission.UserIdGroupPairs ?? []).map((pair) => rule('group', pair.GroupId, pair.Description)),
  ];
}

const NUMBERS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp' };

function protocolName(protocol: string | undefined): string {
  if (protocol === undefined) throw new AwsError('MissingParameter', 'IpProtocol is required');
  return NUMBERS[protocol] ?? protocol;
}

export function sameRule(a: RuleRecord, b: RuleRecord): boolean {
  return (
    a.direction === b.direction &&
    a.protocol === b.protocol &&
    a.fromPort === b.fromPort &&
    a.toPort === b.toPort &&
    a.peer.kind === b.peer.kind &&
    a.peer.value === b.peer.value
  );
}

/** The rules of one direction as DescribeSecurityGroups groups them: one permission per protocol and port range. */
export function permissionsOf(
  group: SecurityGroupRecord,
  direction: RuleRecord['direction'],
  account: string,
): IpPermission[] {
  const byPorts = new Map<string, IpPermission>();
  for (const rule of group.rules.filter((candidate) => candidate.direction === direction)) {
    const key = `${rule.protocol}/${rule.fromPort ?? ''}/${rule.toPort ?? ''}`;
    const permission = byPorts.get(key) ?? {
      ...defined({ IpProtocol: rule.protocol, FromPort: rule.fromPort, ToPort: rule.toPort }),
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    };
    byPorts.set(key, permission);
    const { value } = rule.peer;
    const described = defined({ Description: rule.description });
    if (rule.peer.kind === 'ipv4') permission.IpRanges?.push({ CidrIp: value, ...described });
    if (rule.peer.kind === 'ipv6') permission.Ipv6Ranges?.push({ CidrIpv6: value, ...described });
    if (rule.peer.kind === 'prefix-list')
      permission.PrefixListIds?.push({ PrefixListId: value, ...described });
    if (rule.peer.kind === 'group') {
      permission.UserIdGroupPairs?.push({ GroupId: value, UserId: account, ...described });
    }
  }
  return [...byPorts.values()];
}

/** A rule as the Authorize calls return it. */
export function ruleShape(rule: RuleRecord, group: SecurityGroupRecord, account: string): SecurityGroupRule {
  const { kind, value } = rule.peer;
  return defined({
    SecurityGroupRuleId: rule.id,
    GroupId: group.id,
    GroupOwnerId: account,
    IsEgress: rule.direction === 'egress',
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort ?? -1,
    ToPort: rule.toPort ?? -1,
    CidrIpv4: kind === 'ipv4' ? value : undefined,
    CidrIpv6: kind === 'ipv6' ? value : undefined,
    PrefixListId: kind === 'prefix-list' ? value : undefined,
    ReferencedGroupInfo: kind === 'group' ? { GroupId: value, UserId: account } : undefined,
    Description: rule.description,
  });
}

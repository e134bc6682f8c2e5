import type {
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult,
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  DeleteSecurityGroupRequest,
  DeleteSecurityGroupResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  RevokeSecurityGroupIngressRequest,
  RevokeSecurityGroupIngressResult,
} from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { ec2 as refusals } from '../../refusals/ec2';
import { refused } from '../../refusals/refusal';
import { defined, given } from '../members';
import { ec2Page, matchesFilters } from './filters';
import { permissionsOf, rulesOf, ruleShape, sameRule } from './rules';
import { EC2_SLOT, find, type RuleRecord, type SecurityGroupRecord } from './state';
import { tagNew, tagsOf } from './tags';
import { awsPartitionOf } from '../../account/partition';

export function createSecurityGroup(
  input: CreateSecurityGroupRequest,
  call: Call,
): CreateSecurityGroupResult {
  const { groups, vpcs } = call.state(EC2_SLOT);
  const vpc = find(vpcs, given(input.VpcId), 'vpc', 'InvalidVpcID');
  const name = given(input.GroupName);
  const taken = [...groups.values()].some((group) => group.vpcId === vpc.id && group.name === name);
  if (taken) {
    throw refused(refusals.groupExists, { name, vpc: vpc.id });
  }
  const group = addGroup(call, vpc.id, name, given(input.Description));
  tagNew(call, group.id, 'security-group', input.TagSpecifications);
  return { GroupId: group.id, SecurityGroupArn: group.arn, Tags: tagsOf(call, group.id) };
}

/** Refuses while an endpoint uses the group, even one that is being deleted, or another group's rule refers to it. */
export function deleteSecurityGroup(
  input: DeleteSecurityGroupRequest,
  call: Call,
): DeleteSecurityGroupResult {
  const { groups, endpoints, tags } = call.state(EC2_SLOT);
  const { id, name } = findGroup(call, given(input.GroupId));
  if (name === 'default') {
    throw new AwsError(
      'CannotDelete',
      `the specified group: "${id}" name: "default" cannot be deleted by a user`,
    );
  }
  const isUsed = [...endpoints.values()].some(({ detail }) =>
    detail.Groups?.some(({ GroupId }) => GroupId === id),
  );
  const isNamed = [...groups.values()].some(
    (other) => other.id !== id && other.rules.some(({ peer }) => peer.kind === 'group' && peer.value === id),
  );
  if (isUsed || isNamed) throw refused(refusals.groupInUse, { group: id });
  groups.delete(id);
  tags.delete(id);
  return { Return: true, GroupId: id };
}

/** The group `default` of every VPC: it allows traffic between its members, and all outbound traffic. */
export function createDefaultGroup(call: Call, vpcId: string): void {
  const group = addGroup(call, vpcId, 'default', 'default VPC security group');
  const pairs = [{ GroupId: group.id }];
  group.rules.push(
    ...rulesOf({ IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: pairs }] }, 'ingress', call),
  );
}

function addGroup(call: Call, vpcId: string, name: string, description: string): SecurityGroupRecord {
  const id = call.account.ids.ec2('sg');
  const arn = `arn:${awsPartitionOf(call.region)}:ec2:${call.region}:${call.account.accountId}:security-group/${id}`;
  const open = { IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] };
  const group = { id, arn, name, description, vpcId, rules: rulesOf(open, 'egress', call) };
  call.state(EC2_SLOT).groups.set(id, group);
  return group;
}

export function describeSecurityGroups(
  input: DescribeSecurityGroupsRequest,
  call: Call,
): DescribeSecurityGroupsResult {
  const { groups } = call.state(EC2_SLOT);
  const { accountId } = call.account;
  const chosen = input.GroupIds?.map((id) => findGroup(call, id)) ?? [...groups.values()];
  const matching = chosen.filter(
    (group) =>
      (input.GroupNames === undefined || input.GroupNames.includes(group.name)) &&
      matchesFilters(
        input.Filters,
        {
          'group-id': [group.id],
          'group-name': [group.name],
          'vpc-id': [group.vpcId],
          description: [group.description],
          'owner-id': [accountId],
        },
        tagsOf(call, group.id),
      ),
  );
  const { items, next } = ec2Page(matching, input);
  return defined({
    SecurityGroups: items.map((group) => ({
      GroupId: group.id,
      GroupName: group.name,
      Description: group.description,
      VpcId: group.vpcId,
      OwnerId: accountId,
      SecurityGroupArn: group.arn,
      IpPermissions: permissionsOf(group, 'ingress', accountId),
      IpPermissionsEgress: permissionsOf(group, 'egress', accountId),
      Tags: tagsOf(call, group.id),
    })),
    NextToken: next,
  });
}

type Authorize = (
  input: AuthorizeSecurityGroupIngressRequest,
  call: Call,
) => AuthorizeSecurityGroupIngressResult;

/** AuthorizeSecurityGroupIngress or -Egress. Adds all rules of a call or none. */
export function authorize(direction: RuleRecord['direction']): Authorize {
  return (input, call) => {
    const group = findGroup(call, given(input.GroupId));
    const rules = rulesOf(input, direction, call);
    const duplicate = rules.find((rule) => group.rules.some((existing) => sameRule(existing, rule)));
    if (duplicate !== undefined) {
      const { peer, protocol, fromPort, toPort } = duplicate;
      throw refused(refusals.ruleExists, {
        peer: peer.value,
        protocol: protocol.toUpperCase(),
        from: String(fromPort ?? -1),
        to: String(toPort ?? -1),
      });
    }
    checkQuota(group, direction, rules.length, call);
    for (const rule of rules) tagNew(call, rule.id, 'security-group-rule', input.TagSpecifications);
    group.rules.push(...rules);
    const { accountId } = call.account;
    return {
      Return: true,
      SecurityGroupRules: rules.map((rule) => ({
        ...ruleShape(rule, group, accountId),
        Tags: tagsOf(call, rule.id),
      })),
    };
  };
}

function checkQuota(
  group: SecurityGroupRecord,
  direction: RuleRecord['direction'],
  more: number,
  call: Call,
): void {
  const existing = group.rules.filter((rule) => rule.direction === direction).length;
  if (existing + more > call.account.quotas.rulesPerSecurityGroup) {
    throw refused(refusals.ruleQuota);
  }
}

type Revoke = (input: RevokeSecurityGroupIngressRequest, call: Call) => RevokeSecurityGroupIngressResult;

/** RevokeSecurityGroupIngress or -Egress, by permission or by rule id. */
export function revoke(direction: RuleRecord['direction']): Revoke {
  return (input, call) => {
    const group = findGroup(call, given(input.GroupId));
    const revoked =
      input.SecurityGroupRuleIds === undefined
        ? matchingRules(group, rulesOf(input, direction, call))
        : input.SecurityGroupRuleIds.map((id) => ruleById(group, id, direction));
    group.rules = group.rules.filter((rule) => !revoked.includes(rule));
    for (const { id } of revoked) call.state(EC2_SLOT).tags.delete(id);
    return { Return: true };
  };
}

function matchingRules(group: SecurityGroupRecord, wanted: readonly RuleRecord[]): RuleRecord[] {
  return wanted.map((rule) => {
    const found = group.rules.find((existing) => sameRule(existing, rule));
    if (found !== undefined) return found;
    throw refused(refusals.ruleMissing);
  });
}

function ruleById(group: SecurityGroupRecord, id: string, direction: RuleRecord['direction']): RuleRecord {
  const found = group.rules.find((rule) => rule.id === id && rule.direction === direction);
  if (found !== undefined) return found;
  throw new AwsError(
    'InvalidSecurityGroupRuleId.NotFound',
    `The security group rule ID '${id}' does not exist`,
  );
}

export function findGroup(call: Call, id: string): SecurityGroupRecord {
  // The error code for an unknown group has no "ID" in it, for historical reasons.
  return find(call.state(EC2_SLOT).groups, id, 'sg', 'InvalidGroup');
}

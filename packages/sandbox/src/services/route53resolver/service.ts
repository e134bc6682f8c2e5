import type { Call } from '../../account/account';
import { awsPartitionOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';
import { EC2_SLOT } from '../ec2/state';
import { defined, given } from '../members';
import { page } from '../pages';
import type { Service } from '../service';
import type {
  AssociateResolverRuleRequest,
  AssociationResponse,
  AssociationsPage,
  CreateResolverRuleRequest,
  ListRequest,
  ResolverRule,
  ResolverRuleAssociation,
  RuleResponse,
  RulesPage,
} from './sdk';
import { ROUTE53RESOLVER_SLOT } from './state';

export const ROUTE53RESOLVER: Service = {
  name: 'route53resolver',
  eventSource: 'route53resolver',
  protocol: 'json-1.1',
  sdk: () => import('./sdk'),
  throttled: { code: 'ThrottlingException', status: 400 },
  denied: { code: 'AccessDeniedException', status: 400 },
  slot: ROUTE53RESOLVER_SLOT,
  operations: {
    CreateResolverRule: createRule,
    AssociateResolverRule: associate,
    DisassociateResolverRule: disassociate,
    ListResolverRules: listRules,
    ListResolverRuleAssociations: listAssociations,
  },
};

/**
 * The rule that Resolver makes by itself, and lists as in the examples of the AWS CLI's reference
 * (list-resolver-rules, list-resolver-rule-associations; read on 1 December 2026).
 */
const internet = 'rslvr-autodefined-rr-internet-resolver';

function ownRule({ region }: Call): ResolverRule {
  return {
    Id: internet,
    CreatorRequestId: '',
    Arn: `arn:${awsPartitionOf(region)}:route53resolver:${region}::autodefined-rule/${internet}`,
    DomainName: '.',
    Status: 'COMPLETE',
    RuleType: 'RECURSIVE',
    Name: 'Internet Resolver',
    OwnerId: 'Route 53 Resolver',
    ShareStatus: 'NOT_SHARED',
  };
}

function ownAssociation(vpcId: string): ResolverRuleAssociation {
  return {
    Id: `rslvr-autodefined-assoc-${vpcId}-internet-resolver`,
    ResolverRuleId: internet,
    Name: 'System Rule Association',
    VPCId: vpcId,
    Status: 'COMPLETE',
  };
}

function createRule(input: CreateResolverRuleRequest, call: Call): RuleResponse {
  const { account, region } = call;
  const { RuleType, TargetIps, DomainName = '' } = input;
  if (RuleType === 'FORWARD' && TargetIps === undefined)
    throw new AwsError('InvalidParameterException', 'A rule of type FORWARD needs TargetIps');
  if (!['FORWARD', 'SYSTEM', 'DELEGATE'].includes(RuleType))
    throw new AwsError('InvalidParameterException', `A rule of type ${RuleType} cannot be created`);
  const id = account.ids.ec2('rslvr-rr');
  const rule: ResolverRule = defined({
    Id: id,
    CreatorRequestId: input.CreatorRequestId,
    Arn: `arn:${awsPartitionOf(region)}:route53resolver:${region}:${account.accountId}:resolver-rule/${id}`,
    DomainName: DomainName.toLowerCase().replace(/\.?$/, '.'),
    Status: 'COMPLETE',
    RuleType,
    Name: input.Name,
    TargetIps,
    ResolverEndpointId: input.ResolverEndpointId,
    OwnerId: account.accountId,
    ShareStatus: 'NOT_SHARED',
  });
  call.state(ROUTE53RESOLVER_SLOT).rules.set(id, rule);
  return { ResolverRule: rule };
}

function associate(input: AssociateResolverRuleRequest, call: Call): AssociationResponse {
  const { rules, associations } = call.state(ROUTE53RESOLVER_SLOT);
  const [ruleId, vpcId] = [given(input.ResolverRuleId), given(input.VPCId)];
  if (!rules.has(ruleId)) throw notFound(`the Resolver rule ${ruleId}`);
  if (!call.state(EC2_SLOT).vpcs.has(vpcId)) throw notFound(`the VPC ${vpcId}`);
  if (between(call, ruleId, vpcId) !== undefined)
    throw new AwsError('ResourceExistsException', `${ruleId} is associated with ${vpcId} already`);
  const association: ResolverRuleAssociation = defined({
    Id: call.account.ids.ec2('rslvr-rrassoc'),
    ResolverRuleId: ruleId,
    Name: input.Name,
    VPCId: vpcId,
    Status: 'COMPLETE',
  });
  associations.set(association.Id, association);
  return { ResolverRuleAssociation: association };
}

function disassociate(input: AssociateResolverRuleRequest, call: Call): AssociationResponse {
  const association = between(call, input.ResolverRuleId, input.VPCId);
  if (association === undefined) throw notFound(`an association with ${input.VPCId}`);
  call.state(ROUTE53RESOLVER_SLOT).associations.delete(association.Id);
  return { ResolverRuleAssociation: { ...association, Status: 'DELETING' } };
}

function listRules(input: ListRequest, call: Call): RulesPage {
  const { items, next, size } = paged(
    [ownRule(call), ...call.state(ROUTE53RESOLVER_SLOT).rules.values()],
    input,
  );
  return defined({ ResolverRules: items, MaxResults: size, NextToken: next });
}

function listAssociations(input: ListRequest, call: Call): AssociationsPage {
  const { items, next, size } = paged(
    [
      ...[...call.state(EC2_SLOT).vpcs.keys()].map(ownAssociation),
      ...call.state(ROUTE53RESOLVER_SLOT).associations.values(),
    ],
    input,
  );
  return defined({ ResolverRuleAssociations: items, MaxResults: size, NextToken: next });
}

function between(call: Call, ruleId: string, vpcId: string): ResolverRuleAssociation | undefined {
  return [...call.state(ROUTE53RESOLVER_SLOT).associations.values()].find(
    ({ ResolverRuleId, VPCId }) => ResolverRuleId === ruleId && VPCId === vpcId,
  );
}

function paged<T>(items: readonly T[], { MaxResults: size = 100, NextToken }: ListRequest) {
  const refuse = () => new AwsError('InvalidNextTokenException', 'The token is not valid');
  return { ...page(items, size, NextToken, refuse), size };
}

function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', `There is no such resource: ${what}`);
}

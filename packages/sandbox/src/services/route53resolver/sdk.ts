import { Route53Client, type Route53ClientConfig } from '@aws-sdk/client-route-53';
import { AwsJson1_1Protocol } from '@aws-sdk/core/protocols';
import { commandOf, schemasOf, speakingTo } from '../route53/family';

// Of Route 53 Resolver's API (botocore's model of 2018-04-01, botocore 1.43.11): the operations that the sandbox has.

const { structure, list, operation, error } = schemasOf('route53resolver');

export interface TargetAddress {
  readonly Ip?: string;
  readonly Ipv6?: string;
  readonly Port?: number;
}

export interface ResolverRule {
  readonly Id: string;
  readonly CreatorRequestId: string;
  readonly Arn: string;
  readonly DomainName: string;
  readonly Status: string;
  readonly RuleType: string;
  readonly Name?: string | undefined;
  readonly TargetIps?: readonly TargetAddress[] | undefined;
  readonly ResolverEndpointId?: string | undefined;
  readonly OwnerId: string;
  readonly ShareStatus: string;
}

export interface ResolverRuleAssociation {
  readonly Id: string;
  readonly ResolverRuleId: string;
  readonly Name?: string | undefined;
  readonly VPCId: string;
  readonly Status: string;
}

export interface CreateResolverRuleRequest {
  readonly CreatorRequestId: string;
  readonly RuleType: string;
  readonly Name?: string;
  readonly DomainName?: string;
  readonly TargetIps?: readonly TargetAddress[];
  readonly ResolverEndpointId?: string;
}

export interface AssociateResolverRuleRequest {
  readonly ResolverRuleId: string;
  readonly VPCId: string;
  readonly Name?: string;
}

export interface ListRequest {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export interface RuleResponse {
  readonly ResolverRule: ResolverRule;
}

export interface AssociationResponse {
  readonly ResolverRuleAssociation: ResolverRuleAssociation;
}

export interface RulesPage {
  readonly ResolverRules: readonly ResolverRule[];
  readonly MaxResults: number;
  readonly NextToken?: string | undefined;
}

export interface AssociationsPage {
  readonly ResolverRuleAssociations: readonly ResolverRuleAssociation[];
  readonly MaxResults: number;
  readonly NextToken?: string | undefined;
}

const targets = list('TargetList', structure('TargetAddress', { Ip: 0, Ipv6: 0, Port: 1 }));
const rule = structure('ResolverRule', {
  Id: 0,
  CreatorRequestId: 0,
  Arn: 0,
  DomainName: 0,
  Status: 0,
  RuleType: 0,
  Name: 0,
  TargetIps: targets,
  ResolverEndpointId: 0,
  OwnerId: 0,
  ShareStatus: 0,
});
const association = structure('ResolverRuleAssociation', {
  Id: 0,
  ResolverRuleId: 0,
  Name: 0,
  VPCId: 0,
  Status: 0,
});
const page = { MaxResults: 1, NextToken: 0 } as const;

export const ResourceNotFound$ = error('ResourceNotFoundException');
export const ResourceExists$ = error('ResourceExistsException');
export const InvalidParameter$ = error('InvalidParameterException');
export const InvalidNextToken$ = error('InvalidNextTokenException');

export const CreateResolverRule$ = operation(
  'CreateResolverRule',
  undefined,
  structure(
    'CreateResolverRuleRequest',
    { CreatorRequestId: 0, RuleType: 0, Name: 0, DomainName: 0, TargetIps: targets, ResolverEndpointId: 0 },
    2,
  ),
  structure('CreateResolverRuleResponse', { ResolverRule: rule }),
);
export const AssociateResolverRule$ = operation(
  'AssociateResolverRule',
  undefined,
  structure('AssociateResolverRuleRequest', { ResolverRuleId: 0, VPCId: 0, Name: 0 }, 2),
  structure('AssociateResolverRuleResponse', { ResolverRuleAssociation: association }),
);
export const DisassociateResolverRule$ = operation(
  'DisassociateResolverRule',
  undefined,
  structure('DisassociateResolverRuleRequest', { VPCId: 0, ResolverRuleId: 0 }, 2),
  structure('DisassociateResolverRuleResponse', { ResolverRuleAssociation: association }),
);
export const ListResolverRules$ = operation(
  'ListResolverRules',
  undefined,
  structure('ListResolverRulesRequest', page),
  structure('ListResolverRulesResponse', { ...page, ResolverRules: list('ResolverRules', rule) }),
);
export const ListResolverRuleAssociations$ = operation(
  'ListResolverRuleAssociations',
  undefined,
  structure('ListResolverRuleAssociationsRequest', page),
  structure('ListResolverRuleAssociationsResponse', {
    ...page,
    ResolverRuleAssociations: list('ResolverRuleAssociations', association),
  }),
);

export class CreateResolverRuleCommand extends commandOf<CreateResolverRuleRequest, RuleResponse>(
  CreateResolverRule$,
) {}
export class AssociateResolverRuleCommand extends commandOf<
  AssociateResolverRuleRequest,
  AssociationResponse
>(AssociateResolverRule$) {}
export class DisassociateResolverRuleCommand extends commandOf<
  Pick<AssociateResolverRuleRequest, 'ResolverRuleId' | 'VPCId'>,
  AssociationResponse
>(DisassociateResolverRule$) {}
export class ListResolverRulesCommand extends commandOf<ListRequest, RulesPage>(ListResolverRules$) {}
export class ListResolverRuleAssociationsCommand extends commandOf<ListRequest, AssociationsPage>(
  ListResolverRuleAssociations$,
) {}

export class Route53ResolverClient extends Route53Client {
  constructor(config: Route53ClientConfig) {
    super(speakingTo('route53resolver', AwsJson1_1Protocol, config));
  }
}

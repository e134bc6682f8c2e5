import { Route53Client, type Route53ClientConfig } from '@aws-sdk/client-route-53';
import { AwsJson1_1Protocol } from '@aws-sdk/core/protocols';
import { commandOf, notationOf, speakingTo } from '../route53/family';

// Of Route 53 Resolver's API (botocore's model of 2018-04-01, botocore 1.43.11): the operations that the sandbox has.

const { structure, list, operation, error } = notationOf('route53resolver');

export interface TargetAddress {
  readonly Ip?: string;
  readonly Ipv6?: string;
  readonly Port?: number;
}

export interface SentRule {
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

export interface SentRuleAssociation {
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

export interface ResolverListRequest {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export interface RuleResponse {
  readonly ResolverRule: SentRule;
}

export interface AssociationResponse {
  readonly ResolverRuleAssociation: SentRuleAssociation;
}

export interface RulesPage {
  readonly ResolverRules: readonly SentRule[];
  readonly MaxResults: number;
  readonly NextToken?: string | undefined;
}

export interface AssociationsPage {
  readonly ResolverRuleAssociations: readonly SentRuleAssociation[];
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

const ResourceNotFound$ = error('ResourceNotFoundException');
const ResourceExists$ = error('ResourceExistsException');
const InvalidParameter$ = error('InvalidParameterException');
const InvalidNextToken$ = error('InvalidNextTokenException');

const CreateResolverRule$ = operation(
  'CreateResolverRule',
  undefined,
  structure(
    'CreateResolverRuleRequest',
    { CreatorRequestId: 0, RuleType: 0, Name: 0, DomainName: 0, TargetIps: targets, ResolverEndpointId: 0 },
    2,
  ),
  structure('CreateResolverRuleResponse', { ResolverRule: rule }),
);
const AssociateResolverRule$ = operation(
  'AssociateResolverRule',
  undefined,
  structure('AssociateResolverRuleRequest', { ResolverRuleId: 0, VPCId: 0, Name: 0 }, 2),
  structure('AssociateResolverRuleResponse', { ResolverRuleAssociation: association }),
);
const DisassociateResolverRule$ = operation(
  'DisassociateResolverRule',
  undefined,
  structure('DisassociateResolverRuleRequest', { VPCId: 0, ResolverRuleId: 0 }, 2),
  structure('DisassociateResolverRuleResponse', { ResolverRuleAssociation: association }),
);
const ListResolverRules$ = operation(
  'ListResolverRules',
  undefined,
  structure('ListResolverRulesRequest', page),
  structure('ListResolverRulesResponse', { ...page, ResolverRules: list('ResolverRules', rule) }),
);
const ListResolverRuleAssociations$ = operation(
  'ListResolverRuleAssociations',
  undefined,
  structure('ListResolverRuleAssociationsRequest', page),
  structure('ListResolverRuleAssociationsResponse', {
    ...page,
    ResolverRuleAssociations: list('ResolverRuleAssociations', association),
  }),
);

class CreateResolverRuleCommand extends commandOf<CreateResolverRuleRequest, RuleResponse>(
  CreateResolverRule$,
) {}
class AssociateResolverRuleCommand extends commandOf<AssociateResolverRuleRequest, AssociationResponse>(
  AssociateResolverRule$,
) {}
class DisassociateResolverRuleCommand extends commandOf<
  Pick<AssociateResolverRuleRequest, 'ResolverRuleId' | 'VPCId'>,
  AssociationResponse
>(DisassociateResolverRule$) {}
class ListResolverRulesCommand extends commandOf<ResolverListRequest, RulesPage>(ListResolverRules$) {}
class ListResolverRuleAssociationsCommand extends commandOf<ResolverListRequest, AssociationsPage>(
  ListResolverRuleAssociations$,
) {}

class Route53ResolverClient extends Route53Client {
  constructor(config: Route53ClientConfig) {
    super(speakingTo('route53resolver', AwsJson1_1Protocol, config));
  }
}

/** As the SDK's package exports them. */
export const resolverSdk = {
  ResourceNotFound$,
  ResourceExists$,
  InvalidParameter$,
  InvalidNextToken$,
  CreateResolverRule$,
  AssociateResolverRule$,
  DisassociateResolverRule$,
  ListResolverRules$,
  ListResolverRuleAssociations$,
  CreateResolverRuleCommand,
  AssociateResolverRuleCommand,
  DisassociateResolverRuleCommand,
  ListResolverRulesCommand,
  ListResolverRuleAssociationsCommand,
  Route53ResolverClient,
};

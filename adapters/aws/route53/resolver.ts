import { AwsJson1_1Protocol } from '@aws-sdk/core/protocols';
import type { Route53ClientConfig } from '@aws-sdk/client-route-53';
import type { MetadataBearer } from '@smithy/types';
import { schemasOf } from './schemas';
import { commandsOf, serviceClient, type ServiceClient } from './service-client';

/** Route 53 Resolver: the two calls that are made of it. test/outside compares them with AWS's model. */
const namespace = 'route53resolver';
const target = 'Route53Resolver';
const { structure, list, operation } = schemasOf(namespace);
const page = { MaxResults: 1, NextToken: 0 } as const;

export const listResolverRules = operation(
  'ListResolverRules',
  0,
  structure('ListResolverRulesRequest', page),
  structure('ListResolverRulesResponse', {
    ...page,
    ResolverRules: list(
      'ResolverRules',
      structure('ResolverRule', {
        Id: 0,
        Arn: 0,
        Name: 0,
        DomainName: 0,
        RuleType: 0,
        Status: 0,
        OwnerId: 0,
        ShareStatus: 0,
        TargetIps: list('TargetList', structure('TargetAddress', { Ip: 0, Ipv6: 0, Port: 1 })),
      }),
    ),
  }),
);

export const listResolverRuleAssociations = operation(
  'ListResolverRuleAssociations',
  0,
  structure('ListResolverRuleAssociationsRequest', page),
  structure('ListResolverRuleAssociationsResponse', {
    ...page,
    ResolverRuleAssociations: list(
      'ResolverRuleAssociations',
      structure('ResolverRuleAssociation', { Id: 0, ResolverRuleId: 0, Name: 0, VPCId: 0, Status: 0 }),
    ),
  }),
);

interface Page {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** A rule, as in ListResolverRules. */
export interface SdkResolverRule {
  readonly Id?: string;
  readonly Arn?: string;
  readonly Name?: string;
  readonly DomainName?: string;
  readonly RuleType?: string;
  readonly Status?: string;
  readonly OwnerId?: string;
  readonly ShareStatus?: string;
  readonly TargetIps?: readonly { readonly Ip?: string; readonly Ipv6?: string; readonly Port?: number }[];
}

interface RulesPage extends MetadataBearer, Page {
  readonly ResolverRules?: readonly SdkResolverRule[];
}

/** Which rule is in effect in which VPC, as in ListResolverRuleAssociations. */
export interface SdkRuleAssociation {
  readonly Id?: string;
  readonly ResolverRuleId?: string;
  readonly Name?: string;
  readonly VPCId?: string;
  readonly Status?: string;
}

interface AssociationsPage extends MetadataBearer, Page {
  readonly ResolverRuleAssociations?: readonly SdkRuleAssociation[];
}

const command = commandsOf(target);

export class ListResolverRulesCommand extends command<Page, RulesPage>(
  {},
  () => [],
  'ListResolverRules',
  listResolverRules,
) {}

export class ListResolverRuleAssociationsCommand extends command<Page, AssociationsPage>(
  {},
  () => [],
  'ListResolverRuleAssociations',
  listResolverRuleAssociations,
) {}

/** Creates a client of Route 53 Resolver. */
export function resolverClient(config: Route53ClientConfig): ServiceClient {
  return serviceClient(config, {
    serviceId: target,
    host: 'route53resolver',
    isFips: (region) => region.startsWith('us-gov-'),
    protocol: AwsJson1_1Protocol,
    protocolSettings: { defaultNamespace: namespace, serviceTarget: target, version: '2018-04-01' },
  });
}

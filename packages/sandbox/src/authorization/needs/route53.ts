import { awsPartitionOf } from '../../account/partition';
import { anywhere, type Needs, textIn } from '../need';

export const route53Needs: Needs = {
  // Route 53 looks up the VPC with the caller's permissions.
  ListHostedZonesByVPC: anywhere('route53:ListHostedZonesByVPC', 'ec2:DescribeVpcs'),
  ListResourceRecordSets: (input, { region }) => {
    const zone = textIn(input, 'HostedZoneId').replace('/hostedzone/', '');
    const resource = `arn:${awsPartitionOf(region)}:route53:::hostedzone/${zone}`;
    return [{ action: 'route53:ListResourceRecordSets', resource }];
  },
};

export const resolverNeeds: Needs = {
  ListResolverRules: anywhere('route53resolver:ListResolverRules'),
  ListResolverRuleAssociations: anywhere('route53resolver:ListResolverRuleAssociations'),
};

export const profileNeeds: Needs = {
  ListProfileAssociations: anywhere('route53profiles:ListProfileAssociations'),
  ListProfileResourceAssociations: (input, { account, region }) => {
    const profile = `profile/${textIn(input, 'ProfileId')}`;
    const resource = `arn:${awsPartitionOf(region)}:route53profiles:${region}:${account}:${profile}`;
    return [{ action: 'route53profiles:ListProfileResourceAssociations', resource }];
  },
};

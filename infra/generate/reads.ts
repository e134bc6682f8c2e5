import type { Calling } from '../../core/call';
import type { SliceName } from '../../core/slices';
import type { Statement } from './arns';

/** The calls by which each slice is read (adapters/aws/gather). A new slice does not compile without its row. */
const readsOf: Readonly<Record<SliceName, readonly string[]>> = {
  notebooks: ['sagemaker:ListNotebookInstances', 'sagemaker:DescribeNotebookInstance'],
  domains: ['sagemaker:ListDomains', 'sagemaker:DescribeDomain'],
  apps: ['sagemaker:ListDomains', 'sagemaker:ListApps'],
  endpoints: ['ec2:DescribeVpcEndpoints'],
  endpointServices: ['ec2:DescribeVpcEndpointServices'],
  vpcAttributes: ['ec2:DescribeVpcAttribute'],
  // Route 53 looks the VPC up with the caller's permissions.
  hostedZones: ['route53:ListHostedZonesByVPC', 'ec2:DescribeVpcs'],
  vpcs: ['ec2:DescribeVpcs'],
  subnets: ['ec2:DescribeSubnets'],
  routeTables: ['ec2:DescribeRouteTables'],
  securityGroups: ['ec2:DescribeSecurityGroups'],
  natGateways: ['ec2:DescribeNatGateways'],
  prefixLists: ['ec2:GetManagedPrefixListEntries'],
  principals: ['iam:GetAccountAuthorizationDetails', 'iam:GetAccountSummary'],
  // Not readable from a member account; exports bring them.
  organizationPolicies: [],
};

/** What a rule says of itself, as far as permissions need it. */
export interface Declared extends Calling {
  readonly needs: readonly SliceName[];
}

/**
 * Reading what the rules need, and nothing else. Lists and EC2's and IAM's descriptions have no resource-level
 * permissions (service authorization reference), and what is asked for by name must be seen wherever it is.
 */
export function readStatement(rules: readonly Declared[]): Statement {
  const calls = rules.flatMap(({ needs }) => needs.flatMap((slice) => readsOf[slice]));
  return { Sid: 'ReadState', Effect: 'Allow', Action: [...new Set(calls)].sort(), Resource: '*' };
}

import { anywhere, type Needs } from '../need';

export const route53Needs: Needs = {
  // Route 53 looks up the VPC with the caller's permissions.
  ListHostedZonesByVPC: anywhere('route53:ListHostedZonesByVPC', 'ec2:DescribeVpcs'),
};

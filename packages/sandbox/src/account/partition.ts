/** The partition of AWS that a Region is in: the second part of every ARN. */
export function awsPartitionOf(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The domain suffix of AWS's host names in a Region. */
export function urlSuffixOf(region: string): string {
  return awsPartitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}

const globalRegions = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' } as const;

/**
 * The Region where CloudTrail records a global service's calls (IAM user guide, "Logging IAM and AWS STS API calls").
 * In China, Route 53 records them in cn-northwest-1 (SDK's endpoint rules).
 */
export function globalRegionOf(region: string, service: string): string {
  const partition = awsPartitionOf(region);
  return partition === 'aws-cn' && service === 'route53' ? 'cn-northwest-1' : globalRegions[partition];
}

/** One partition as this account plays it. */
interface Played {
  readonly id: string;
  readonly regions: RegExp;
  readonly suffix: string;
  /** Where CloudTrail records IAM's calls. */
  readonly global: string;
}

/**
 * The partitions: ids, Regions and suffixes from the SDK's partitions.json, the Regions of global services from its
 * endpoint rules for IAM (30 November 2026; a test compares both).
 */
export const playedPartitions: readonly Played[] = [
  {
    id: 'aws',
    regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
    suffix: 'amazonaws.com',
    global: 'us-east-1',
  },
  { id: 'aws-cn', regions: /^cn-\w+-\d+$/, suffix: 'amazonaws.com.cn', global: 'cn-north-1' },
  { id: 'aws-us-gov', regions: /^us-gov-\w+-\d+$/, suffix: 'amazonaws.com', global: 'us-gov-west-1' },
  { id: 'aws-eusc', regions: /^eusc-de-\w+-\d+$/, suffix: 'amazonaws.eu', global: 'eusc-de-east-1' },
  { id: 'aws-iso', regions: /^us-iso-\w+-\d+$/, suffix: 'c2s.ic.gov', global: 'us-iso-east-1' },
  { id: 'aws-iso-b', regions: /^us-isob-\w+-\d+$/, suffix: 'sc2s.sgov.gov', global: 'us-isob-east-1' },
  { id: 'aws-iso-e', regions: /^eu-isoe-\w+-\d+$/, suffix: 'cloud.adc-e.uk', global: 'eu-isoe-west-1' },
  { id: 'aws-iso-f', regions: /^us-isof-\w+-\d+$/, suffix: 'csp.hci.ic.gov', global: 'us-isof-south-1' },
];

function playedIn(region: string): Played {
  const found = playedPartitions.find(({ regions }) => regions.test(region));
  if (found === undefined) throw new Error(`there is no Region ${region}, so the sandbox cannot play it`);
  return found;
}

/** The partition of AWS that a Region is in: the second part of every ARN. Throws if there is no such Region. */
export function awsPartitionOf(region: string): string {
  return playedIn(region).id;
}

/** The domain suffix of AWS's host names in a Region. */
export function urlSuffixOf(region: string): string {
  return playedIn(region).suffix;
}

/**
 * The Region where CloudTrail records a global service's calls (IAM user guide, "Logging IAM and AWS STS API calls").
 * In China, Route 53 records them in cn-northwest-1 (SDK's endpoint rules).
 */
export function globalRegionOf(region: string, service: string): string {
  const { id, global } = playedIn(region);
  return id === 'aws-cn' && service === 'route53' ? 'cn-northwest-1' : global;
}

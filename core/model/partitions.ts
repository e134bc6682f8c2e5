/** What Palisade has to know about one partition of AWS. */
export interface Partition {
  /** The second part of every ARN. */
  readonly id: string;
  /** The Regions, those that will be opened later included. */
  readonly regions: RegExp;
  /** What AWS's host names end in. */
  readonly dnsSuffix: string;
  /** Where CloudTrail records the calls of the services that have no Region. */
  readonly globalEvents: { readonly iam: string; readonly route53: string };
  /**
   * The services whose endpoint services are named with the DNS suffix backwards (`cn.com.amazonaws.…`); all others
   * begin with `com.amazonaws`.
   */
  readonly backwards: readonly string[];
  /** What the hosts of notebooks and Studio end in; absent where nobody says so publicly. */
  readonly studioSuffix?: string;
}

/** What names of endpoint services begin with, unless a partition turns its DNS suffix around. */
export const usualPrefix = 'com.amazonaws';

const inChina = [
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'monitoring',
  's3',
  'sagemaker.api',
  'sagemaker.featurestore-runtime',
  'sagemaker.runtime',
  'servicecatalog',
  'sts',
];
const inEveryOther = ['ecr.api', 'ecr.dkr'];

/**
 * The partitions, as known on 30 November 2026:
 *
 * - ids, Regions and DNS suffixes: partitions.json of the AWS SDK (a test compares them);
 * - Regions of IAM and Route 53: the Regions that the SDK signs their calls for (a test compares them), which for
 *   `aws`, `aws-us-gov` and `aws-cn` are those that the IAM user guide names for CloudTrail. For the others, that
 *   CloudTrail records the calls in the same Region is assumed, not documented;
 * - names of endpoint services: vpc-endpoint.ts of AWS's CDK (getDefaultEndpointPrefix), only of the services that we
 *   name. It has no SageMaker in the European Sovereign Cloud, ISO-E and ISO-F: there the name is a guess, so both
 *   spellings are taken for the same service;
 * - hosts of notebooks and Studio: SageMaker developer guide, and for China the public suffix list. For the others
 *   nothing is published.
 */
export const awsPartitions: readonly Partition[] = [
  {
    id: 'aws',
    regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    globalEvents: { iam: 'us-east-1', route53: 'us-east-1' },
    backwards: [],
    studioSuffix: 'sagemaker.aws',
  },
  {
    id: 'aws-cn',
    regions: /^cn-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com.cn',
    globalEvents: { iam: 'cn-north-1', route53: 'cn-northwest-1' },
    backwards: inChina,
    studioSuffix: 'sagemaker.com.cn',
  },
  {
    id: 'aws-us-gov',
    regions: /^us-gov-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    globalEvents: { iam: 'us-gov-west-1', route53: 'us-gov-west-1' },
    backwards: [],
    studioSuffix: 'sagemaker.aws',
  },
  {
    id: 'aws-eusc',
    regions: /^eusc-(de)-\w+-\d+$/,
    dnsSuffix: 'amazonaws.eu',
    globalEvents: { iam: 'eusc-de-east-1', route53: 'eusc-de-east-1' },
    backwards: inEveryOther,
  },
  {
    id: 'aws-iso',
    regions: /^us-iso-\w+-\d+$/,
    dnsSuffix: 'c2s.ic.gov',
    globalEvents: { iam: 'us-iso-east-1', route53: 'us-iso-east-1' },
    backwards: [...inEveryOther, 'ec2', 'sagemaker.api', 'sagemaker.runtime'],
  },
  {
    id: 'aws-iso-b',
    regions: /^us-isob-\w+-\d+$/,
    dnsSuffix: 'sc2s.sgov.gov',
    globalEvents: { iam: 'us-isob-east-1', route53: 'us-isob-east-1' },
    backwards: [...inEveryOther, 'ec2', 'sagemaker.api', 'sagemaker.runtime'],
  },
  {
    id: 'aws-iso-e',
    regions: /^eu-isoe-\w+-\d+$/,
    dnsSuffix: 'cloud.adc-e.uk',
    globalEvents: { iam: 'eu-isoe-west-1', route53: 'eu-isoe-west-1' },
    backwards: inEveryOther,
  },
  {
    id: 'aws-iso-f',
    regions: /^us-isof-\w+-\d+$/,
    dnsSuffix: 'csp.hci.ic.gov',
    globalEvents: { iam: 'us-isof-south-1', route53: 'us-isof-south-1' },
    backwards: inEveryOther,
  },
];

/** The partition that a Region's name belongs to; `undefined` for a name that nobody knew on the table's date. */
export function partitionWithRegion(region: string): Partition | undefined {
  return awsPartitions.find(({ regions }) => regions.test(region));
}

/** The partition of an id, or `undefined` for one that the table lacks. */
export function partitionNamed(id: string): Partition | undefined {
  return awsPartitions.find((partition) => partition.id === id);
}

/**
 * Whether a text has the form of a Region's name. One of this form that no partition knows is not refused: the
 * verdicts say that it is unknown.
 */
export function isRegionName(text: string): boolean {
  return regionForm.test(text);
}

/** The form of a Region's name, as CloudFormation's templates have it too. */
export const regionPattern = '[a-z]{2,8}(-[a-z][a-z0-9]*)+-\\d{1,2}';
/** Finds the Region at the beginning of an Availability Zone's name. */
export const regionAtStart = new RegExp(`^${regionPattern}`);
const regionForm = new RegExp(`^${regionPattern}$`);

/** What an ARN or a host is called in place of the partition that nobody knows. It equals no partition of AWS. */
export const noPartition = 'unknown';

/** The ARN with another partition; a text that is no ARN stays as it is. */
export function inPartition(arn: string, partition: string): string {
  return arn.replace(/^arn:[^:*]+:/, `arn:${partition}:`);
}

/**
 * Every partition and its Regions, and the Region in which IAM is called. Sources: partitions of the AWS SDK
 * (@aws-sdk/core 3.981.2, November 2026); the signing Regions of IAM in botocore 1.44.8 (PyPI, November 2026).
 */
const partitions: Readonly<Record<string, { readonly iam: string; readonly regions: string }>> = {
  aws: {
    iam: 'us-east-1',
    regions: `af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
      ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
      ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3
      il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1 us-east-1 us-east-2 us-west-1
      us-west-2`,
  },
  'aws-cn': { iam: 'cn-north-1', regions: 'cn-north-1 cn-northwest-1' },
  'aws-us-gov': { iam: 'us-gov-west-1', regions: 'us-gov-east-1 us-gov-west-1' },
  'aws-eusc': { iam: 'eusc-de-east-1', regions: 'eusc-de-east-1' },
  'aws-iso': { iam: 'us-iso-east-1', regions: 'us-iso-east-1 us-iso-west-1' },
  'aws-iso-b': { iam: 'us-isob-east-1', regions: 'us-isob-east-1 us-isob-west-1' },
  'aws-iso-e': { iam: 'eu-isoe-west-1', regions: 'eu-isoe-west-1' },
  'aws-iso-f': { iam: 'us-isof-south-1', regions: 'us-isof-east-1 us-isof-south-1' },
};

const regions = new Map(
  Object.entries(partitions).map(([partition, { regions: text }]) => [partition, text.split(/\s+/)]),
);

/** The Regions of a partition; undefined for a partition that is not known. */
export function regionsOf(partition: string): readonly string[] | undefined {
  return regions.get(partition);
}

// What the SDK takes for a Region of each partition, so that a new one is not taken for a mistake.
const regionForms: Readonly<Record<string, RegExp>> = {
  aws: /^(?:us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
  'aws-cn': /^cn-\w+-\d+$/,
  'aws-us-gov': /^us-gov-\w+-\d+$/,
  'aws-eusc': /^eusc-de-\w+-\d+$/,
  'aws-iso': /^us-iso-\w+-\d+$/,
  'aws-iso-b': /^us-isob-\w+-\d+$/,
  'aws-iso-e': /^eu-isoe-\w+-\d+$/,
  'aws-iso-f': /^us-isof-\w+-\d+$/,
};

/** Whether a known partition cannot have a Region of this name. */
export function lacksRegion(partition: string, region: string): boolean {
  return regionForms[partition]?.test(region) === false;
}

/** The Region in which all calls of IAM are made. */
export function iamRegion(partition: string): string | undefined {
  return Object.hasOwn(partitions, partition) ? partitions[partition]?.iam : undefined;
}

import { awsPartitionOf, urlSuffixOf } from '../../account/partition';
/** One endpoint service of AWS. `R` in the names stands for the Region. */
interface CatalogueEntry {
  readonly service: string;
  readonly types: readonly ('Interface' | 'Gateway')[];
  readonly privateDns: readonly string[];
  readonly policy: boolean;
}

export interface EndpointService {
  readonly name: string;
  readonly types: readonly ('Interface' | 'Gateway')[];
  readonly privateDnsNames: readonly string[];
  readonly policySupported: boolean;
}

const interfaceService = (service: string, privateDns: string, policy = true): CatalogueEntry => ({
  service,
  types: ['Interface'],
  privateDns: [privateDns],
  policy,
});

/** The names of the SageMaker services that AWS's documentation marks "ask" are assumptions. */
const CATALOGUE: readonly CatalogueEntry[] = [
  interfaceService('com.amazonaws.R.sagemaker.api', 'api.sagemaker.R.amazonaws.com'),
  interfaceService('com.amazonaws.R.sagemaker.runtime', 'runtime.sagemaker.R.amazonaws.com'),
  interfaceService('com.amazonaws.R.sagemaker.api-fips', 'api-fips.sagemaker.R.amazonaws.com'),
  interfaceService('com.amazonaws.R.sagemaker.runtime-fips', 'runtime-fips.sagemaker.R.amazonaws.com', false),
  interfaceService(
    'com.amazonaws.R.sagemaker.featurestore-runtime',
    'featurestore-runtime.sagemaker.R.amazonaws.com',
  ),
  interfaceService('com.amazonaws.R.sagemaker.metrics', 'metrics.sagemaker.R.amazonaws.com', false),
  interfaceService('com.amazonaws.R.sagemaker-geospatial', 'sagemaker-geospatial.R.amazonaws.com'),
  interfaceService(
    'com.amazonaws.R.sagemaker-data-science-assistant',
    'sagemaker-data-science-assistant.R.amazonaws.com',
    false,
  ),
  interfaceService('aws.sagemaker.R.notebook', '*.notebook.R.sagemaker.aws'),
  interfaceService('aws.sagemaker.R.studio', '*.studio.R.sagemaker.aws'),
  interfaceService('aws.sagemaker.R.experiments', '*.experiments.R.sagemaker.aws'),
  interfaceService('aws.sagemaker.R.partner-app', '*.partner-app.R.sagemaker.aws'),
  interfaceService('com.amazonaws.R.ecr.api', 'api.ecr.R.amazonaws.com'),
  interfaceService('com.amazonaws.R.ecr.dkr', '*.dkr.ecr.R.amazonaws.com'),
  interfaceService('com.amazonaws.R.sts', 'sts.R.amazonaws.com'),
  interfaceService('com.amazonaws.R.logs', 'logs.R.amazonaws.com'),
  interfaceService('com.amazonaws.R.kms', 'kms.R.amazonaws.com'),
  interfaceService('com.amazonaws.R.monitoring', 'monitoring.R.amazonaws.com'),
  interfaceService('com.amazonaws.R.servicecatalog', 'servicecatalog.R.amazonaws.com'),
  interfaceService('com.amazonaws.R.ec2', 'ec2.R.amazonaws.com'),
  {
    service: 'com.amazonaws.R.s3',
    types: ['Gateway', 'Interface'],
    privateDns: ['s3.R.amazonaws.com'],
    policy: true,
  },
  {
    service: 'com.amazonaws.R.dynamodb',
    types: ['Gateway', 'Interface'],
    privateDns: ['dynamodb.R.amazonaws.com'],
    policy: true,
  },
];

/**
 * Services whose names begin with the DNS suffix backwards (`cn.com.amazonaws.…`) where there is such a partition;
 * everything else is `com.amazonaws.…` (vpc-endpoint.ts of AWS's CDK, November 2026).
 */
const registries = ['ecr.api', 'ecr.dkr'];
const isolated = [...registries, 'ec2', 'sagemaker.api', 'sagemaker.runtime'];
const BACKWARDS: Readonly<Record<string, readonly string[]>> = {
  'aws-cn': [...isolated, 'sagemaker.featurestore-runtime', 'monitoring', 's3', 'servicecatalog', 'sts'],
  'aws-eusc': registries,
  'aws-iso': isolated,
  'aws-iso-b': isolated,
  'aws-iso-e': registries,
  'aws-iso-f': registries,
};

/**
 * The endpoint services of a Region. Hosts of notebooks and Studio end in `sagemaker.aws` also where AWS publishes no
 * name, in the European Sovereign Cloud and the ISO partitions: an assumption.
 */
export function endpointServicesOf(region: string): EndpointService[] {
  const partition = awsPartitionOf(region);
  const suffix = urlSuffixOf(region);
  const local = (text: string) => text.replace(/(?<=[.])R(?=[.])/, region);
  const named = ({ service }: CatalogueEntry) => {
    const [, rest = ''] = /^com\.amazonaws\.R\.(.+)$/.exec(service) ?? [];
    return BACKWARDS[partition]?.includes(rest) === true
      ? `${suffix.split('.').reverse().join('.')}.${region}.${rest}`
      : local(service);
  };
  const host = (text: string) =>
    text
      .replace(/\.amazonaws\.com$/, `.${suffix}`)
      .replace(/\.aws$/, partition === 'aws-cn' ? '.com.cn' : '.aws');
  return CATALOGUE.map((entry) => ({
    name: named(entry),
    types: entry.types,
    privateDnsNames: entry.privateDns.map((name) => host(local(name))),
    policySupported: entry.policy,
  }));
}

import { type Partition, partitionWithRegion, usualPrefix } from './partitions';

/**
 * The interface endpoint services of SageMaker (AWS documentation, "AWS services that integrate with AWS
 * PrivateLink"; `mlflow` from the SageMaker developer guide, interface endpoints of MLflow, read on 30 November 2026).
 * Their names come in two forms: `com.amazonaws.REGION.sagemaker…`, which in some partitions begins with the DNS suffix
 * backwards, and `aws.sagemaker.REGION.…`, which begins so in China too (an answer of DescribeVpcEndpointServices of
 * cn-north-1 made public). Whole names are compared: `com.amazonaws.R.sagemaker.api-extra` is not one of them.
 */
const regional = [
  'sagemaker.api',
  'sagemaker.runtime',
  'sagemaker.api-fips',
  'sagemaker.runtime-fips',
  'sagemaker.featurestore-runtime',
  'sagemaker.metrics',
  'sagemaker-geospatial',
  'sagemaker-data-science-assistant',
] as const;

const branded = ['notebook', 'studio', 'experiments', 'mlflow', 'partner-app'] as const;

/** A SageMaker endpoint service without its Region, for example `sagemaker.api` or `studio`. */
export type SageMakerService = (typeof regional)[number] | (typeof branded)[number];

const brand = 'aws.sagemaker';

/** The SageMaker service that an endpoint's ServiceName stands for; `undefined` for any other service. */
export function sageMakerService(
  serviceName: string,
): { readonly service: SageMakerService; readonly region: string } | undefined {
  const labels = serviceName.split('.');
  const at = labels.findIndex((label) => partitionWithRegion(label) !== undefined);
  const region = labels[at] ?? '';
  const partition = partitionWithRegion(region);
  if (partition === undefined) return undefined;
  const prefix = labels.slice(0, at).join('.');
  const rest = labels.slice(at + 1).join('.');
  const services = prefix === brand ? branded : prefixesIn(partition).includes(prefix) ? regional : [];
  const service = services.find((name) => name === rest);
  return service === undefined ? undefined : { service, region };
}

/** Whether two names of endpoint services are spellings of the same SageMaker service in the same Region. */
export function sameService(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [sageMakerService(one), sageMakerService(other)];
  return a !== undefined && a.service === b?.service && a.region === b.region;
}

/** The full name of a SageMaker endpoint service in a Region, as CreateVpcEndpoint takes it. */
export function serviceName(service: SageMakerService, region: string): string {
  return branded.some((name) => name === service)
    ? `${brand}.${region}.${service}`
    : regionalServiceName(service, region);
}

/** Every name that a SageMaker endpoint service of a Region may have, the likeliest first. */
export function serviceNames(service: SageMakerService, region: string): readonly string[] {
  const likeliest = serviceName(service, region);
  const partition = partitionWithRegion(region);
  if (likeliest.startsWith(`${brand}.`) || partition === undefined) return [likeliest];
  const others = prefixesIn(partition).map((prefix) => `${prefix}.${region}.${service}`);
  return [...new Set([likeliest, ...others])];
}

/** The full name of any service whose name begins with `com.amazonaws` or its like, such as `ecr.api`. */
export function regionalServiceName(service: string, region: string): string {
  const partition = partitionWithRegion(region);
  const prefix = partition?.backwards.includes(service) === true ? backwards(partition) : usualPrefix;
  return `${prefix}.${region}.${service}`;
}

/** A pattern of the names of all SageMaker endpoint services in all partitions, for the conditions of a policy. */
export const serviceNamePattern = '*.sagemaker*';

function prefixesIn(partition: Partition): readonly string[] {
  return [usualPrefix, backwards(partition)];
}

function backwards({ dnsSuffix }: Partition): string {
  return dnsSuffix.split('.').reverse().join('.');
}

/**
 * The endpoints through which people reach notebooks and Studio, and these reach SageMaker (SageMaker developer
 * guide).
 */
export const requiredServices = ['sagemaker.api', 'sagemaker.runtime', 'notebook', 'studio'] as const;

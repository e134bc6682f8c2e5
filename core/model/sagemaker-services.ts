/**
 * The interface endpoint services of SageMaker (AWS documentation, "AWS services that integrate with AWS
 * PrivateLink"; `mlflow` from the SageMaker developer guide, interface endpoints of MLflow, read on 30 November 2026).
 * Their names come in two forms: `com.amazonaws.REGION.sagemaker…` (in China with `cn.` before it) and
 * `aws.sagemaker.REGION.…`. Whole names are compared: `com.amazonaws.R.sagemaker.api-extra` is not one of them.
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

const regionPattern = '([a-z]{2}(?:-[a-z]+)+-\\d+)';
const regionalName = new RegExp(`^(?:cn\\.)?com\\.amazonaws\\.${regionPattern}\\.(.+)$`);
const brandedName = new RegExp(`^aws\\.sagemaker\\.${regionPattern}\\.(.+)$`);

/** The SageMaker service that an endpoint's ServiceName stands for; `undefined` for any other service. */
export function sageMakerService(
  serviceName: string,
): { readonly service: SageMakerService; readonly region: string } | undefined {
  for (const [pattern, services] of [
    [regionalName, regional],
    [brandedName, branded],
  ] as const) {
    const [, region, rest] = pattern.exec(serviceName) ?? [];
    const service = services.find((name) => name === rest);
    if (region !== undefined && service !== undefined) return { service, region };
  }
  return undefined;
}

/** The full name of a SageMaker endpoint service in a Region, as CreateVpcEndpoint takes it. */
export function serviceName(service: SageMakerService, region: string): string {
  return branded.some((name) => name === service)
    ? `aws.sagemaker.${region}.${service}`
    : regionalServiceName(service, region);
}

/** The full name of any service whose name begins with `com.amazonaws`, such as `ecr.api`. */
export function regionalServiceName(service: string, region: string): string {
  return `${region.startsWith('cn-') ? 'cn.' : ''}com.amazonaws.${region}.${service}`;
}

/**
 * The endpoints through which people reach notebooks and Studio, and these reach SageMaker (SageMaker developer
 * guide).
 */
export const requiredServices = ['sagemaker.api', 'sagemaker.runtime', 'notebook', 'studio'] as const;

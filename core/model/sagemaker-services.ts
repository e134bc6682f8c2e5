/**
 * The interface endpoint services of SageMaker (AWS documentation, "AWS services that integrate with AWS PrivateLink").
 * Two families with different order of words: `com.amazonaws.REGION.sagemaker…` and `aws.sagemaker.REGION.…`; in China
 * the first begins with `cn.`. Matching is on whole names: `com.amazonaws.R.sagemaker.api-extra` is not one of them.
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

const branded = ['notebook', 'studio', 'experiments', 'partner-app'] as const;

/** A SageMaker endpoint service without its Region, for example `sagemaker.api` or `studio`. */
export type SageMakerService = (typeof regional)[number] | (typeof branded)[number];

const regionPattern = '([a-z]{2}(?:-[a-z]+)+-\\d+)';
const regionalName = new RegExp(`^(?:cn\\.)?com\\.amazonaws\\.${regionPattern}\\.(.+)$`);
const brandedName = new RegExp(`^aws\\.sagemaker\\.${regionPattern}\\.(.+)$`);

/** Which SageMaker service an endpoint's ServiceName is for; `undefined` for every other service. */
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

/** The same of any service whose name begins with `com.amazonaws`, such as `ecr.api`. */
export function regionalServiceName(service: string, region: string): string {
  return `${region.startsWith('cn-') ? 'cn.' : ''}com.amazonaws.${region}.${service}`;
}

/** What notebooks and Studio are reached by, and reach SageMaker by (SageMaker developer guide). */
export const requiredServices = ['sagemaker.api', 'sagemaker.runtime', 'notebook', 'studio'] as const;

import { awsPartitions, partitionWithRegion } from '../../model/partitions';
import type { Place } from '../../model/resource';

/** What SageMaker's own names begin with before Region and suffix (botocore's endpoint rules, 1.43.11). */
const services = ['sagemaker', 'sagemaker-geospatial', 'sagemaker-data-science-assistant'];

/** What the names of endpoints that speak IPv6 too end in, by partition (partitions.json of the AWS SDK, 3.981). */
const dualStackSuffixes: Readonly<Record<string, string>> = {
  aws: 'api.aws',
  'aws-us-gov': 'api.aws',
  'aws-cn': 'api.amazonwebservices.com.cn',
  'aws-eusc': 'api.amazonwebservices.eu',
};

/**
 * Whether records of a zone can decide where a name of SageMaker in this Region leads: the zone equals such a name, is
 * a parent of one, or lies below the domain that they share. FIPS names (`api-fips.sagemaker.…`) and those of notebooks
 * and Studio are among them. Every zone, where nobody knows the Region's partition.
 */
export function concernsSageMaker(zoneName: string, { region }: Pick<Place, 'region'>): boolean {
  const domains = domainsOf(region);
  const zone = zoneName.replace(/\.$/, '').toLowerCase();
  return (
    domains === undefined ||
    zone === '' ||
    domains.some((domain) => zone === domain || domain.endsWith(`.${zone}`) || zone.endsWith(`.${domain}`))
  );
}

/** The domains below which all names of SageMaker in a Region are. */
function domainsOf(region: string): readonly string[] | undefined {
  const partition = partitionWithRegion(region);
  if (partition === undefined) return undefined;
  const { id, dnsSuffix, studioSuffix } = partition;
  const suffixes = [dnsSuffix, dualStackSuffixes[id] ?? []].flat();
  return [
    ...services.flatMap((service) => suffixes.map((suffix) => `${service}.${region}.${suffix}`)),
    // `d-1.studio.REGION.…`, and `REGION.…` before or after the label of other applications.
    ...(studioSuffix === undefined ? [] : [studioSuffix]),
  ];
}

/** The same for the name of a record, in whichever Region: for events of Route 53, which do not say it. */
export function mayConcernSageMaker(recordName: string): boolean {
  const name = recordName
    .replace(/\.$/, '')
    .replace(/^(\*|\\052)\./, '')
    .toLowerCase();
  const region = name.split('.').find((label) => partitionWithRegion(label) !== undefined);
  if (region !== undefined) return concernsSageMaker(name, { region });
  return awsPartitions.some(({ id, dnsSuffix, studioSuffix }) =>
    [dnsSuffix, studioSuffix, dualStackSuffixes[id]].some(
      (suffix) => suffix === name || suffix?.endsWith(`.${name}`) === true || name === '',
    ),
  );
}

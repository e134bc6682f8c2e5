import type { Resource, ResourceDetails } from '@aws-sdk/client-securityhub';
import type { Finding } from '../../../core/model/finding';
import { kindOf, partitionOf, type Place, type ResourceType } from '../../../core/model/resource';
import { truncate } from '../../text/truncate';

/** The resource of a finding in ASFF: the details of its type if it has any, and the evidence. */
export function asffResource({ resource, evidence }: Finding, place: Place): Resource {
  const { type, id, arn, region } = resource;
  const { asff, configType } = kindOf(type);
  const known = { ...details[type]?.(resource, evidence), ...other(type, id, evidence) };
  return {
    Type: asff,
    Id: configType !== undefined ? `${configType}:${id}` : arn === '' ? id : arn,
    ...partitionField(partitionOf(place)),
    Region: region === 'global' ? place.region : region,
    ...(Object.keys(known).length === 0 ? {} : { Details: known }),
  };
}

/** The finding format of the SDK has these three partitions only (November 2026); the field is optional. */
const asffPartitions = ['aws', 'aws-cn', 'aws-us-gov'] as const;

function partitionField(partition: string): Pick<Resource, 'Partition'> {
  const Partition = asffPartitions.find((id) => id === partition);
  return Partition === undefined ? {} : { Partition };
}

type Details = (resource: Finding['resource'], evidence: object) => ResourceDetails;

/** The details of those types that have a schema of their own in ASFF. */
const details: Readonly<Partial<Record<ResourceType, Details>>> = {
  'AWS::SageMaker::NotebookInstance': ({ id, arn }, evidence) => ({
    AwsSageMakerNotebookInstance: {
      NotebookInstanceName: id,
      ...(arn === '' ? {} : { NotebookInstanceArn: arn }),
      ...textsOf(evidence, ['DirectInternetAccess', 'SubnetId', 'RootAccess', 'RoleArn']),
    },
  }),
  'AWS::IAM::User': ({ id }) => ({ AwsIamUser: { UserName: id } }),
  'AWS::IAM::Role': ({ id }) => ({ AwsIamRole: { RoleName: id } }),
  'AWS::IAM::Group': ({ id }) => ({ AwsIamGroup: { GroupName: id } }),
};

/** The values of those names that are in the evidence, where the first letter is in lower case. */
function textsOf<K extends string>(evidence: object, names: readonly K[]): { [N in K]?: string } {
  const known = new Map(Object.entries(evidence));
  const found: { [N in K]?: string } = {};
  for (const name of names) {
    const value: unknown = known.get(`${name.charAt(0).toLowerCase()}${name.slice(1)}`);
    if (typeof value === 'string' && value !== '') found[name] = value;
  }
  return found;
}

/** At most 50 texts of at most 1,024 characters, which are ASFF's limits for `Other`. */
function other(type: ResourceType, id: string, evidence: object): ResourceDetails {
  const facts: readonly (readonly [string, unknown])[] = [
    ...(kindOf(type).asff === 'Other' ? [['resourceType', type] as const, ['resourceId', id] as const] : []),
    ...Object.entries(evidence),
  ];
  const texts = facts.flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text.trim() === '' ? [] : [[truncate(name, 64), truncate(text, 1024)] as const];
  });
  return texts.length === 0 ? {} : { Other: Object.fromEntries(texts.slice(0, 50)) };
}

import type { Resource, ResourceDetails } from '@aws-sdk/client-securityhub';
import type { Finding } from '../../../core/finding';
import { partitionOf, type Place, type ResourceType } from '../../../core/resource';
import { cut } from '../../cut';

/** ASFF has no type for VPC endpoints and Studio domains: those are `Other`. */
const types: Readonly<Record<ResourceType, string>> = {
  'AWS::SageMaker::NotebookInstance': 'AwsSageMakerNotebookInstance',
  'AWS::SageMaker::Domain': 'Other',
  'AWS::EC2::VPCEndpoint': 'Other',
  'AWS::EC2::VPC': 'AwsEc2Vpc',
  'AWS::EC2::SecurityGroup': 'AwsEc2SecurityGroup',
  'AWS::EC2::RouteTable': 'AwsEc2RouteTable',
  'AWS::EC2::NatGateway': 'Other',
  'AWS::IAM::User': 'AwsIamUser',
  'AWS::IAM::Role': 'AwsIamRole',
  'AWS::IAM::Group': 'AwsIamGroup',
  'AWS::IAM::Policy': 'AwsIamPolicy',
  'AWS::Account': 'AwsAccount',
};

/** The resource of a finding in ASFF: its type's own details where it has any, the evidence beside them. */
export function asffResource({ resource, evidence }: Finding, place: Place): Resource {
  const { type, id, arn, region } = resource;
  const details = { ...typed(type, id, arn, evidence), ...other(type, id, evidence) };
  return {
    Type: types[type],
    Id: type === 'AWS::Account' ? `AWS::::Account:${id}` : arn === '' ? id : arn,
    Partition: partitionOf(place.region),
    Region: region === 'global' ? place.region : region,
    ...(Object.keys(details).length === 0 ? {} : { Details: details }),
  };
}

function typed(type: ResourceType, id: string, arn: string, evidence: object): ResourceDetails {
  switch (type) {
    case 'AWS::SageMaker::NotebookInstance':
      return {
        AwsSageMakerNotebookInstance: {
          NotebookInstanceName: id,
          ...(arn === '' ? {} : { NotebookInstanceArn: arn }),
          ...textsOf(evidence, ['DirectInternetAccess', 'SubnetId', 'RootAccess', 'RoleArn']),
        },
      };
    case 'AWS::IAM::User':
      return { AwsIamUser: { UserName: id } };
    case 'AWS::IAM::Role':
      return { AwsIamRole: { RoleName: id } };
    case 'AWS::IAM::Group':
      return { AwsIamGroup: { GroupName: id } };
    case 'AWS::IAM::Policy':
    case 'AWS::EC2::VPC':
    case 'AWS::EC2::SecurityGroup':
    case 'AWS::EC2::RouteTable':
    case 'AWS::EC2::NatGateway':
    case 'AWS::EC2::VPCEndpoint':
    case 'AWS::SageMaker::Domain':
    case 'AWS::Account':
      return {};
  }
}

/** Those of the names that the evidence has, spelled `directInternetAccess` there. */
function textsOf<K extends string>(evidence: object, names: readonly K[]): { [N in K]?: string } {
  const known = new Map(Object.entries(evidence));
  const found: { [N in K]?: string } = {};
  for (const name of names) {
    const value: unknown = known.get(`${name.charAt(0).toLowerCase()}${name.slice(1)}`);
    if (typeof value === 'string' && value !== '') found[name] = value;
  }
  return found;
}

/** At most 50 texts of at most 1,024 characters: ASFF's own bounds for `Other`. */
function other(type: ResourceType, id: string, evidence: object): ResourceDetails {
  const facts: readonly (readonly [string, unknown])[] = [
    ...(types[type] === 'Other' ? [['resourceType', type] as const, ['resourceId', id] as const] : []),
    ...Object.entries(evidence),
  ];
  const texts = facts.flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text.trim() === '' ? [] : [[cut(name, 64), cut(text, 1024)] as const];
  });
  return texts.length === 0 ? {} : { Other: Object.fromEntries(texts.slice(0, 50)) };
}

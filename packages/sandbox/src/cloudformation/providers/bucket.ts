import { internalCall } from '../../account/internal-call';
import { awsPartitionOf, urlSuffixOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';
import { isPlainObject } from '../../protocol/shape';
import { createBucket, deleteBucket, findBucket } from '../../services/s3/buckets';
import { S3_SLOT } from '../../services/s3/state';
import {
  type StackHost,
  type CreatedResource,
  optionalText,
  type Provider,
  type ProviderRequest,
  propertyText,
} from '../provider';
import { TemplateError } from '../template';

const callOf = ({ sandbox, region }: StackHost) =>
  internalCall(sandbox.account, region, 'cloudformation.amazonaws.com');

/** The properties that are settings of the bucket, with their names in S3's own operations. */
const SETTINGS = new Map([
  ['PublicAccessBlockConfiguration', 'PublicAccessBlock'],
  ['BucketEncryption', 'Encryption'],
  ['Tags', 'Tags'],
]);

/** AWS::S3::Bucket: a bucket that S3's operations can use. */
export const bucket: Provider = {
  replacedBy: ['BucketName'],
  create(request) {
    const { host } = request;
    const name = optionalText(request, 'BucketName') ?? generated(request.name);
    const call = callOf(host);
    // In us-east-1, S3 itself would accept a second creation.
    if (call.state(S3_SLOT).buckets.has(name))
      throw new AwsError('BucketAlreadyOwnedByYou', `${name} already exists`, 409);
    const LocationConstraint = host.region === 'us-east-1' ? {} : { LocationConstraint: host.region };
    createBucket({ Bucket: name, CreateBucketConfiguration: LocationConstraint as object }, call);
    return Promise.resolve(set(request, name));
  },
  update: (request, made) => Promise.resolve(set(request, made.id)),
  remove(host, { id }) {
    deleteBucket({ Bucket: id }, callOf(host));
    return Promise.resolve();
  },
};

/** A bucket's name is in lower case and has at most 63 characters. */
function generated(name: string): string {
  const cut = name.lastIndexOf('-');
  return `${name.slice(0, Math.min(cut, 50))}${name.slice(cut)}`.toLowerCase();
}

function set(request: ProviderRequest, name: string): CreatedResource {
  const { host, properties } = request;
  const found = findBucket({ Bucket: name }, callOf(host));
  for (const [property, setting] of SETTINGS) {
    if (properties[property] === undefined) found.settings.delete(setting);
    else found.settings.set(setting, properties[property]);
  }
  const { VersioningConfiguration: versioning } = properties;
  found.isVersioned = isPlainObject(versioning) && versioning['Status'] === 'Enabled';
  const suffix = urlSuffixOf(host.region);
  return {
    id: name,
    attributes: {
      Arn: `arn:${awsPartitionOf(host.region)}:s3:::${name}`,
      DomainName: `${name}.s3.${suffix}`,
      RegionalDomainName: `${name}.s3.${host.region}.${suffix}`,
    },
  };
}

/** AWS::S3::BucketPolicy. */
export const bucketPolicy: Provider = {
  replacedBy: ['Bucket'],
  create: (request) => Promise.resolve(setPolicy(request)),
  update: (request) => Promise.resolve(setPolicy(request)),
  remove(host, { id }) {
    callOf(host).state(S3_SLOT).buckets.get(id)?.settings.delete('BucketPolicy');
    return Promise.resolve();
  },
};

function setPolicy(request: ProviderRequest): CreatedResource {
  const { host, location, properties } = request;
  const name = propertyText(request, 'Bucket');
  const { PolicyDocument: document } = properties;
  if (!isPlainObject(document))
    throw new TemplateError(`${location}.Properties.PolicyDocument`, 'is missing');
  findBucket({ Bucket: name }, callOf(host)).settings.set('BucketPolicy', JSON.stringify(document));
  return { id: name, attributes: { Bucket: name } };
}

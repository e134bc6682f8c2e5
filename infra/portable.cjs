// The template for a StackSet: the packaged template, with the code in a bucket that all accounts can read.

const parameters = {
  CodeBucket: {
    Type: 'String',
    Description: 'The buckets that hold the code packages are named this, a hyphen and the Region.',
  },
  CodePrefix: {
    Type: 'String',
    Description: 'The folder of the code packages in the bucket.',
    Default: 'palisade',
  },
};

/**
 * @param {{ Parameters?: object, Resources: Record<string, any>, Outputs?: object }} template as packaged
 * @returns the template without the deployment bucket, which belongs to one account
 */
function portable(template) {
  // A copy, because the packaged template must not change.
  const { Resources: resources, ...rest } = JSON.parse(JSON.stringify(template));

  const kept = Object.entries(resources).filter(
    ([id, { Type }]) => !id.startsWith('ServerlessDeploymentBucket') && Type !== 'AWS::Lambda::Version',
  );
  const isKept = (id) => kept.some(([other]) => other === id);
  for (const [, resource] of kept) {
    if (Array.isArray(resource.DependsOn)) resource.DependsOn = resource.DependsOn.filter(isKept);
    if (resource.Type === 'AWS::CloudWatch::Alarm') resource.Properties = inOwnRegion(resource.Properties);
    if (resource.Type !== 'AWS::Lambda::Function') continue;
    const { S3Key: key } = resource.Properties.Code;
    resource.Properties.Code = {
      // Lambda takes code only from a bucket in its own Region.
      S3Bucket: { 'Fn::Sub': '${CodeBucket}-${AWS::Region}' },
      S3Key: { 'Fn::Sub': `\${CodePrefix}/${key.slice(key.lastIndexOf('/') + 1)}` },
    };
  }
  // The outputs of the Serverless Framework name the bucket and the versions.
  const outputs = Object.entries(rest.Outputs ?? {}).filter(
    ([, output]) => 'Description' in output && namedIn(output.Value).every((id) => isKept(id)),
  );
  rest.Outputs = Object.fromEntries(outputs);
  return { ...rest, Parameters: { ...rest.Parameters, ...parameters }, Resources: Object.fromEntries(kept) };
}

/** The logical ids that a value refers to. */
function namedIn(value) {
  if (typeof value !== 'object' || value === null) return [];
  if (typeof value.Ref === 'string') return [value.Ref];
  if (Array.isArray(value['Fn::GetAtt'])) return [value['Fn::GetAtt'][0]];
  return Object.values(value).flatMap(namedIn);
}

/**
 * The value with the alarm topic's ARN in the own Region: a StackSet gives all Regions the same parameters, but an
 * alarm can only notify topics in its own Region.
 */
function inOwnRegion(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOwnRegion);
  if (value.Ref === 'AlarmTopicArn') return topic;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inOwnRegion(inner)]));
}

const part = (index) => ({ 'Fn::Select': [index, { 'Fn::Split': [':', { Ref: 'AlarmTopicArn' }] }] });
const topic = {
  'Fn::Sub': [
    'arn:${AWS::Partition}:sns:${AWS::Region}:${Account}:${Name}',
    { Account: part(4), Name: part(5) },
  ],
};

module.exports = { portable };

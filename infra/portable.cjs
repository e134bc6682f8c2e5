// The template for a StackSet: the packaged one, with the code in a bucket that all accounts can read.

const parameters = {
  CodeBucket: {
    Type: 'String',
    Description: 'The buckets that hold the code packages are named this, a hyphen and the Region.',
  },
  CodePrefix: { Type: 'String', Description: 'Where in the bucket they are.', Default: 'palisade' },
};

/**
 * @param {{ Parameters?: object, Resources: Record<string, any>, Outputs?: object }} template as packaged
 * @returns the template without the deployment bucket, which belongs to one account
 */
function portable(template) {
  // A copy: the packaged template stays as it is.
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
      // Lambda takes code from a bucket in its own Region only.
      S3Bucket: { 'Fn::Sub': '${CodeBucket}-${AWS::Region}' },
      S3Key: { 'Fn::Sub': `\${CodePrefix}/${key.slice(key.lastIndexOf('/') + 1)}` },
    };
  }
  // Those of the Serverless Framework name the bucket and the versions.
  const outputs = Object.entries(rest.Outputs ?? {}).filter(
    ([, output]) => 'Description' in output && namedIn(output.Value).every((id) => isKept(id)),
  );
  rest.Outputs = Object.fromEntries(outputs);
  return { ...rest, Parameters: { ...rest.Parameters, ...parameters }, Resources: Object.fromEntries(kept) };
}

/** The logical ids that a value takes something from. */
function namedIn(value) {
  if (typeof value !== 'object' || value === null) return [];
  if (typeof value.Ref === 'string') return [value.Ref];
  if (Array.isArray(value['Fn::GetAtt'])) return [value['Fn::GetAtt'][0]];
  return Object.values(value).flatMap(namedIn);
}

/** A StackSet gives all Regions the same parameters, and an alarm notifies topics of its own Region only. */
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

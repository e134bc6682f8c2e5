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
  for (const [, resource] of kept) {
    if (resource.Type !== 'AWS::Lambda::Function') continue;
    const { S3Key: key } = resource.Properties.Code;
    resource.Properties.Code = {
      // Lambda takes code from a bucket in its own Region only.
      S3Bucket: { 'Fn::Sub': '${CodeBucket}-${AWS::Region}' },
      S3Key: { 'Fn::Sub': `\${CodePrefix}/${key.slice(key.lastIndexOf('/') + 1)}` },
    };
  }
  // The outputs name the bucket and the versions.
  delete rest.Outputs;
  return { ...rest, Parameters: { ...rest.Parameters, ...parameters }, Resources: Object.fromEntries(kept) };
}

module.exports = { portable };

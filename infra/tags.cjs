// Tags every resource of the packaged template, so that no added resource can lack them.

/** The form of a type's tags in CloudFormation's resource schemas: a list of Key and Value, or an object. */
const taking = {
  'AWS::CloudWatch::Alarm': 'list',
  'AWS::CloudWatch::Dashboard': 'list',
  'AWS::DynamoDB::Table': 'list',
  'AWS::Events::Rule': 'list',
  'AWS::IAM::Role': 'list',
  'AWS::Lambda::EventSourceMapping': 'list',
  'AWS::Lambda::Function': 'list',
  'AWS::Logs::LogGroup': 'list',
  'AWS::S3::Bucket': 'list',
  'AWS::SQS::Queue': 'list',
  'AWS::SSM::Parameter': 'object',
};

/** Types without tags: parts of other resources, and our custom resource. */
const untaggable = [
  'AWS::IAM::Policy',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::S3::BucketPolicy',
  'AWS::SQS::QueuePolicy',
  'Custom::SecurityHubActions',
];

/**
 * Adds the tags to every resource that supports them. A tag that a resource already has stays unchanged.
 * @param {{ Resources: Record<string, { Type: string, Properties?: any }> }} template changed in place
 * @param {Record<string, string>} tags
 * @throws Error for a type of resource that is in neither of the lists above
 */
function tagAll({ Resources: resources }, tags) {
  for (const [id, resource] of Object.entries(resources)) {
    const form = taking[resource.Type];
    if (form === undefined) {
      if (untaggable.includes(resource.Type)) continue;
      throw new Error(`${id}: infra/tags.cjs does not list whether ${resource.Type} takes tags`);
    }
    const properties = (resource.Properties ??= {});
    if (form === 'object') properties.Tags = { ...tags, ...properties.Tags };
    else {
      const own = properties.Tags ?? [];
      const missing = Object.entries(tags).filter(([key]) => !own.some(({ Key }) => Key === key));
      properties.Tags = [...own, ...missing.map(([Key, Value]) => ({ Key, Value }))];
    }
  }
}

module.exports = { tagAll };

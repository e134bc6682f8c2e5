// Tags on every resource of the packaged template, in one place: nothing that is added can go without.

/** How a type of resource takes tags, by CloudFormation's resource schemas: a list of Key and Value, or an object. */
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

/** Types that take none: parts of other resources, and what a function of ours stands for. */
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
 * Adds the tags to every resource that takes them; a tag that a resource has already stays.
 * @param {{ Resources: Record<string, { Type: string, Properties?: any }> }} template changed in place
 * @param {Record<string, string>} tags
 * @throws Error for a type of resource of which it is not written down whether it takes tags
 */
function tagAll({ Resources: resources }, tags) {
  for (const [id, resource] of Object.entries(resources)) {
    const form = taking[resource.Type];
    if (form === undefined) {
      if (untaggable.includes(resource.Type)) continue;
      throw new Error(`${id}: whether ${resource.Type} takes tags is not written down in infra/tags.cjs`);
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

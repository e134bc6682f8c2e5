const { buildFunctions } = require('./build.cjs');
const { DeploymentHooks } = require('./deployment-hooks.cjs');
const { orderAll } = require('./first.cjs');
const { tagAll } = require('./tags.cjs');

/**
 * Serverless plugin: bundles the functions before they are packaged, with the same build as the tests use, and tags what
 * the template holds in the end. Around a deployment it does what infra/deployment-hooks.cjs says.
 */
module.exports = class BuildPlugin {
  constructor(serverless, options, { log, writeText }) {
    const deployment = new DeploymentHooks(serverless, { log, writeText });
    this.hooks = {
      ...deployment.hooks,
      'before:package:createDeploymentArtifacts': () => buildFunctions(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const { compiledCloudFormationTemplate: template, stackTags } = serverless.service.provider;
        tagAll(template, stackTags);
        orderAll(template);
      },
    };
  }
};

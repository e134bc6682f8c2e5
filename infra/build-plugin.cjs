const { buildFunctions } = require('./build.cjs');
const { DeploymentHooks } = require('./deployment-hooks.cjs');
const { orderAll } = require('./first.cjs');
const { tagAll } = require('./tags.cjs');

/**
 * Serverless plugin that bundles the functions before they are packaged, with the same build as the tests, and tags the
 * resources of the final template. See infra/deployment-hooks.cjs for what it does around a deployment.
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

const { buildFunctions } = require('./build.cjs');
const { orderAll } = require('./first.cjs');
const { tagAll } = require('./tags.cjs');

/**
 * Serverless plugin: bundles the functions before they are packaged, with the same build as the tests use, and tags what
 * the template holds in the end.
 */
module.exports = class BuildPlugin {
  constructor(serverless) {
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => buildFunctions(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const { compiledCloudFormationTemplate: template, stackTags } = serverless.service.provider;
        tagAll(template, stackTags);
        orderAll(template);
      },
    };
  }
};

const { buildFunctions } = require('./build.cjs');

/** Serverless plugin: bundles the functions before they are packaged, with the same build as the tests use. */
module.exports = class BuildPlugin {
  constructor() {
    this.hooks = { 'before:package:createDeploymentArtifacts': () => buildFunctions() };
  }
};

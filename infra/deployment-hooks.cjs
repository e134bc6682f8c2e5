// The hooks around `serverless deploy` and `serverless remove`. The decisions are made in infra/preflight; this file
// connects them to the framework. It needs the network only for these commands.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { loadTypeScript } = require('./load-typescript.cjs');

class DeploymentHooks {
  constructor(serverless, { log, writeText }) {
    this.serverless = serverless;
    this.log = log;
    this.writeText = writeText;
    // The SDK's warning is for developers; a person who deploys can do nothing about it.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
    this.hooks = {
      initialize: () => this.begin(),
      'before:aws:deploy:deploy:createStack': () => this.prepareStack(),
      'after:aws:deploy:deploy:checkForChanges': () => this.mindOptions(),
      'before:aws:deploy:deploy:uploadArtifacts': () => {
        this.hasBegun = !this.serverless.service.provider.shouldNotDeploy;
      },
      error: () => this.failed(),
      finalize: () => this.end(),
    };
  }

  get command() {
    return this.serverless.processedInput.commands.join(' ');
  }

  get target() {
    const provider = this.serverless.getProvider('aws');
    return { stack: provider.naming.getStackName(), region: provider.getRegion() };
  }

  /** Checks everything that can be known to fail, before anything is packaged or changed. */
  async begin() {
    const texts = this.serverless.processedInput.options.param ?? [];
    if (this.command === 'package' && texts.length > 0)
      throw this.refusal(
        'Options belong to a deployment, not to a package.\nGive --param to npx serverless deploy.',
      );
    if (!['deploy', 'remove', 'rollback'].includes(this.command)) return;
    this.preflight = loadTypeScript('preflight/index.ts');
    this.clients = clientsOf(this.serverless.getProvider('aws'));
    await this.refusing(async () => {
      const { preflight, target, clients } = this;
      if (this.command === 'deploy') {
        const declared = this.declaredParameters();
        this.given = preflight.givenOptions(texts, declared);
        this.existing = await preflight.preflight({
          clients,
          target,
          declared,
          given: this.given,
          checksPermissions: process.env[preflight.skipVariable] !== 'no',
          note: (text) => this.log.warning(text),
        });
      } else {
        await preflight.whoDeploys(clients, target.region);
        this.existing = await preflight.existingStack(clients, target);
        if (this.existing === undefined)
          throw this.refusal(
            `There is no stack ${target.stack} in ${target.region}.\nCheck --stage and --region: aws cloudformation list-stacks --region ${target.region}`,
          );
        // A rollback to an earlier version keeps the options too.
        if (this.command === 'rollback')
          this.serverless.service.provider.stackParameters = [...this.existing.values.keys()].map(
            (ParameterKey) => ({ ParameterKey, UsePreviousValue: true }),
          );
      }
    });
  }

  /** The parameters of the template to be deployed, from the configuration or from an existing package. */
  declaredParameters() {
    const { service, processedInput } = this.serverless;
    const folder = processedInput.options.package ?? service.package.path;
    if (!folder) return service.resources.Parameters ?? {};
    const file = path.resolve(
      this.serverless.serviceDir,
      folder,
      'cloudformation-template-update-stack.json',
    );
    try {
      return JSON.parse(readFileSync(file, 'utf8')).Parameters ?? {};
    } catch (error) {
      throw this.refusal(
        `There is no package in ${folder}: ${error.message}\nMake one: npx serverless package --package ${folder}`,
      );
    }
  }

  /** Called when the templates have been built, or read from the package. */
  prepareStack() {
    const { provider } = this.serverless.service;
    const template = provider.compiledCloudFormationTemplate;
    this.preflight.declareParameters(provider.coreCloudFormationTemplate, template);
    provider.stackParameters = this.preflight.parametersToSend(
      template.Parameters ?? {},
      this.given,
      this.existing?.values,
    );
  }

  /** Deploys if only options have changed, because the framework compares only templates and code. */
  mindOptions() {
    const { provider } = this.serverless.service;
    if (!provider.shouldNotDeploy || this.existing === undefined) return;
    const { values, status } = this.existing;
    if (this.preflight.isDeploymentNeeded(this.given, values, status)) provider.shouldNotDeploy = false;
  }

  async failed() {
    if (this.command !== 'deploy' || !this.preflight || !this.hasBegun) return;
    const { preflight, clients, target } = this;
    const stack = await preflight.existingStack(clients, target).catch(() => this.existing);
    this.log.error(preflight.afterFailure(stack?.status, target));
  }

  async end() {
    if (!this.preflight) return;
    const { preflight, clients, target } = this;
    if (this.command === 'remove')
      this.writeText(preflight.afterRemoval(this.existing.outputs.get('TableName'), target));
    if (this.command !== 'deploy' || this.serverless.service.provider.shouldNotDeploy) return;
    const stack = await preflight.existingStack(clients, target);
    if (stack !== undefined) this.writeText(preflight.afterDeployment(stack.outputs, target));
  }

  async refusing(work) {
    try {
      await work();
    } catch (error) {
      // The framework prints an error of its own class without a stack trace, and any other error with one.
      throw error.name === 'RefusedError' ? this.refusal(error.message) : error;
    }
  }

  refusal(message) {
    return new this.serverless.classes.Error(message, 'PALISADE_REFUSED');
  }
}

/** Clients with the framework's Region, profile and credentials. */
function clientsOf(provider) {
  const client = (packageName, className) => {
    let built;
    return () =>
      (built ??= provider
        .getAwsSdkV3Config()
        .then((config) => new (require(packageName)[className])(config)));
  };
  return {
    cloudformation: client('@aws-sdk/client-cloudformation', 'CloudFormationClient'),
    iam: client('@aws-sdk/client-iam', 'IAMClient'),
    s3: client('@aws-sdk/client-s3', 'S3Client'),
    ssm: client('@aws-sdk/client-ssm', 'SSMClient'),
    sts: client('@aws-sdk/client-sts', 'STSClient'),
  };
}

module.exports = { DeploymentHooks };

// Packages the service as `npx serverless package` does: needs neither network nor credentials.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { runServerless } = require('./serverless.cjs');

/**
 * Builds the functions and packages them with the template.
 * @param {string} folder where the template and the deployment packages go
 * @returns {Promise<import('./package.cjs').Packaged>}
 * @throws Error with what the Serverless Framework printed
 */
async function packageService(folder) {
  // An account's own settings must not decide what is packaged.
  const nobody = { AWS_PROFILE: undefined, AWS_EC2_METADATA_DISABLED: 'true' };
  const { code, printed } = await runServerless(['package', '--package', folder], nobody);
  if (code !== 0) throw new Error(`packaging failed: ${printed}`);
  return readPackage(folder);
}

/** The packaged template in a folder. */
function readPackage(folder) {
  const file = path.join(folder, 'cloudformation-template-update-stack.json');
  return { folder, template: JSON.parse(readFileSync(file, 'utf8')) };
}

module.exports = { packageService, readPackage };

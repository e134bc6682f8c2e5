// Packages the service as `npx serverless package` does: needs neither network nor credentials.
const { execFile } = require('node:child_process');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { promisify } = require('node:util');

const root = path.join(__dirname, '..');

/**
 * Builds the functions and packages them with the template.
 * @param {string} folder where the template and the deployment packages go
 * @returns {Promise<import('./package.cjs').Packaged>}
 * @throws Error with what the Serverless Framework printed
 */
async function packageService(folder) {
  const program = path.join(root, 'node_modules/serverless/bin/serverless.js');
  try {
    await promisify(execFile)(process.execPath, [program, 'package', '--package', folder], {
      cwd: root,
      // An account's own settings must not decide what is packaged.
      env: {
        ...process.env,
        AWS_PROFILE: undefined,
        AWS_EC2_METADATA_DISABLED: 'true',
        SLS_NOTIFICATIONS_MODE: 'off',
      },
    });
  } catch (error) {
    throw new Error(`packaging failed: ${error.stderr || error.stdout || error.message}`, { cause: error });
  }
  return readPackage(folder);
}

/** The packaged template in a folder. */
function readPackage(folder) {
  const file = path.join(folder, 'cloudformation-template-update-stack.json');
  return { folder, template: JSON.parse(readFileSync(file, 'utf8')) };
}

module.exports = { packageService, readPackage };

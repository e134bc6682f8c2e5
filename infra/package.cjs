// Packages the service like `npx serverless package`. Needs neither the network nor credentials.
const { mkdirSync, readFileSync, rmSync, statSync } = require('node:fs');
const path = require('node:path');
const { setTimeout } = require('node:timers/promises');
const { runServerless } = require('./serverless.cjs');

/**
 * Builds the functions and packages them with the template.
 * @param {string} folder for the template and the deployment packages
 * @returns {Promise<import('./package.cjs').Packaged>}
 * @throws Error with the output of the Serverless Framework
 */
async function packageService(folder) {
  // The user's own AWS configuration must not affect the package.
  const nobody = { AWS_PROFILE: undefined, AWS_EC2_METADATA_DISABLED: 'true' };
  const { code, printed } = await alone(() => runServerless(['package', '--package', folder], nobody));
  if (code !== 0) throw new Error(`packaging failed: ${printed}`);
  return readPackage(folder);
}

const lock = path.join(__dirname, '../dist/packaging');
/** Longer than packaging takes on a busy machine, in ms: a process that holds the lock for longer has crashed. */
const staleMs = 300_000;

/**
 * Runs one packaging at a time. The Serverless Framework always writes temporary files into the same folder of the
 * checkout, so two test suites that package simultaneously would delete each other's files.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function alone(work) {
  mkdirSync(path.dirname(lock), { recursive: true });
  while (!takesLock()) await setTimeout(200);
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Tries to take the lock. @returns whether it was free */
function takesLock() {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (since < Date.now() - staleMs) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

/** Reads the packaged template in a folder. */
function readPackage(folder) {
  const file = path.join(folder, 'cloudformation-template-update-stack.json');
  return { folder, template: JSON.parse(readFileSync(file, 'utf8')) };
}

module.exports = { packageService, readPackage };

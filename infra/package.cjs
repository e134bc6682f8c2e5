// Packages the service as `npx serverless package` does: needs neither network nor credentials.
const { mkdirSync, readFileSync, rmSync, statSync } = require('node:fs');
const path = require('node:path');
const { setTimeout } = require('node:timers/promises');
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
  const { code, printed } = await alone(() => runServerless(['package', '--package', folder], nobody));
  if (code !== 0) throw new Error(`packaging failed: ${printed}`);
  return readPackage(folder);
}

const lock = path.join(__dirname, '../dist/packaging');
/** Longer than packaging takes on a busy machine (ms): who holds the lock for so long has died. */
const staleMs = 300_000;

/**
 * The Serverless Framework writes into one folder of the checkout on its way, whatever folder it packages into: two test
 * suites that package at once would take each other's files away.
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

/** Takes the lock; whether it was free. */
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

/** The packaged template in a folder. */
function readPackage(folder) {
  const file = path.join(folder, 'cloudformation-template-update-stack.json');
  return { folder, template: JSON.parse(readFileSync(file, 'utf8')) };
}

module.exports = { packageService, readPackage };

// Runs the Serverless Framework like an operator: in a separate process, in the folder of serverless.yml.
const { spawn } = require('node:child_process');
const path = require('node:path');

const root = path.join(__dirname, '..');
const program = path.join(root, 'node_modules/serverless/bin/serverless.js');

/**
 * @param {readonly string[]} args for example `['deploy', '--package', folder]`
 * @param {Readonly<Record<string, string | undefined>>} [environment] overrides this process's environment
 * @returns {Promise<import('./serverless.cjs').Ran>} even if the command failed
 */
function runServerless(args, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      env: { ...process.env, SLS_NOTIFICATIONS_MODE: 'off', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        printed += text;
      });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code: code ?? 1, printed });
    });
  });
}

module.exports = { runServerless };

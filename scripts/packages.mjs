// `npm run packages`: checks that each package works on its own. It is copied into a temporary folder with the
// libraries that it declares and no others. There it is used by its public name and by its command, type-checked, and
// some of its tests run. An undeclared import, or one that reaches out of the package, cannot be resolved there.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyPackage, linkDeclared } from './packages/alone.mjs';
import { iamAlone } from './packages/iam.mjs';
import { tool } from './packages/run.mjs';
import { sandboxAlone } from './packages/sandbox.mjs';

const packages = { iam: iamAlone, sandbox: sandboxAlone };

for (const [name, { beside, tests, use }] of Object.entries(packages)) {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), `palisade-${name}-`));
  try {
    copyPackage(name, folder);
    await use(folder);
    // The libraries of its tests are added after it was used without them.
    for (const other of beside) copyPackage(other, folder);
    linkDeclared(name, folder, 'devDependencies');
    const home = path.join(folder, name);
    await tool('tsc', [], home);
    await tool('jest', ['--silent', '--maxWorkers=1', ...tests], home);
    process.stdout.write(`packages/${name} works on its own\n`);
  } catch (error) {
    process.stderr.write(`packages/${name} does not work on its own: ${error.message}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// `npm run package:organization`: creates everything that a StackSet needs in out/organization, ready to upload.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { functionNames } from '../infra/build.cjs';
import { packageService } from '../infra/package.cjs';
import { portable } from '../infra/portable.cjs';

const folder = 'out/organization';
mkdirSync(folder, { recursive: true });
const packaged = await packageService(path.resolve('.serverless'));
writeFileSync(
  path.join(folder, 'palisade.json'),
  `${JSON.stringify(portable(packaged.template), null, 2)}\n`,
);
for (const name of functionNames)
  copyFileSync(path.join(packaged.folder, `${name}.zip`), path.join(folder, `${name}.zip`));
copyFileSync('infra/templates/forwarder.yml', path.join(folder, 'forwarder.yml'));
process.stdout.write(`${folder}: palisade.json, forwarder.yml and ${functionNames.length} code packages.
Upload them to a bucket in each Region, then deploy infra/templates/organization.yml: docs/organization.md has the
commands.
`);

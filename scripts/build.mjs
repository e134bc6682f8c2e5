import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { buildFunctions } = require('../infra/build.cjs');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildFunctions();
  for (const { name, bytes } of built)
    console.log(`${name.padEnd(12)} ${(bytes / 1024).toFixed(0).padStart(6)} KB`);
}

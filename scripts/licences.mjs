// `npm run licences`: checks that the licence of every package in the lock file is allowed, and that a hash pins the
// content of those that come from elsewhere. Exits 1 otherwise.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The SPDX identifiers that are allowed; nothing under GPL or AGPL. */
const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
]);

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const counts = new Map();
const refused = [];
for (const [folder, entry] of Object.entries(packages)) {
  if (folder === '') continue;
  const licence = licenceOf(folder, entry);
  counts.set(licence, (counts.get(licence) ?? 0) + 1);
  if (!isAllowed(licence))
    refused.push(`${folder.replace(/^.*node_modules\//, '')}@${entry.version}: ${licence}`);
}
for (const [licence, count] of [...counts].sort((a, b) => b[1] - a[1]))
  process.stdout.write(`${String(count).padStart(5)}  ${licence}\n`);
const unpinned = Object.entries(packages).filter(
  ([folder, { integrity, link }]) => folder.includes('node_modules/') && !integrity && !link,
);
if (unpinned.length > 0) {
  process.stderr.write(
    `Without integrity in the lock file:\n${unpinned.map(([folder]) => `  ${folder}\n`).join('')}`,
  );
  process.exitCode = 1;
}
if (refused.length > 0) {
  process.stderr.write(`May not be used:\n${refused.map((line) => `  ${line}\n`).join('')}`);
  process.exitCode = 1;
}

/** The licence in the lock file, otherwise in the package itself. */
function licenceOf(folder, entry) {
  if (typeof entry.license === 'string') return entry.license;
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) return 'unknown';
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'));
  return license?.type ?? license ?? licenses?.[0]?.type ?? 'unknown';
}

/** Of alternatives one must be allowed; of a conjunction all. */
function isAllowed(licence) {
  const text = licence.replaceAll(/[()]/g, '');
  return text.split(' OR ').some((choice) => choice.split(' AND ').every((id) => allowed.has(id.trim())));
}

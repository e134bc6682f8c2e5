import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { ruleIds } from '../../rules/registry';

// To add, rename or remove a rule, only its folder is edited: no other product code names a rule.

const root = path.join(__dirname, '../..');
const folders = [
  'core',
  'adapters',
  'composition',
  'functions',
  'cli',
  'infra',
  'scripts',
  'packages',
  'bin',
];

/** Exceptions: files where the word means something else, and the story of `npm start`, which is about these rules. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // A format of guardrails, and the module that writes it.
  'cli/commands/guardrail.ts': ['endpoint-policy'],
  'core/guardrail/formats.ts': ['endpoint-policy'],
  'core/guardrail/write.ts': ['endpoint-policy'],
  'packages/iam/src/index.ts': ['endpoint-policy'],
  'cli/start/settings.ts': ['endpoint-private-dns', 'notebook-direct-internet', 'principal-outside-access'],
};

const isTest = (file: string) => /\.test\.ts$|(^|\/)(testing|test)\//.test(file.replaceAll(path.sep, '/'));

const sources = folders.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.([cm]?[jt]s|yml|json|sh)$/.test(file) && !isTest(file))
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/'))),
);

/** The rule ids that a file contains as whole words, in code, texts and comments. */
function idsIn(file: string): readonly string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return ruleIds.filter((id) => new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(text));
}

it('no file outside rules/ names a rule', () => {
  expect(sources.length).toBeGreaterThan(300);
  const naming = sources.map((file) => [file, idsIn(file)] as const).filter(([, ids]) => ids.length > 0);
  expect(Object.fromEntries(naming)).toEqual(allowed);
});

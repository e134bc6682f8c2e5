import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runInNewContext } from 'node:vm';
import { expect, it } from '@jest/globals';
import * as certificates from '../certificate/engine';
import * as checker from '../certify/check';
import { proveLines } from '../prove';
import { nonEmpty } from '../test/non-empty';
import * as api from '.';

const readme = readFileSync(path.join(__dirname, '../README.md'), 'utf8');

/** The first example in a language. */
function example(language: string): string {
  const [, code] = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(readme) ?? [];
  if (code === undefined) throw new Error(`README.md has no example in ${language}`);
  return code;
}

it('README.md: the example of the API runs', () => {
  const code = example('ts').replace(/^import .*$/m, '');
  expect(() => {
    runInNewContext(code, { ...api, assert });
  }).not.toThrow();
});

it('README.md: the example of the command is answered with the fields that it names', async () => {
  const output = new PassThrough();
  await proveLines(Readable.from([JSON.stringify(JSON.parse(example('json')))]), output);
  output.end();
  const { id, answers } = JSON.parse(await text(output)) as { id: string; answers: object[] };
  expect([id, answers]).toMatchObject(['1', [{ outside: 'reachable', deniedBy: [] }]]);
  for (const field of ['outside', 'inside', 'viaService', 'witness', 'allowedBy', 'deniedBy', 'because'])
    expect(answers[0]).toHaveProperty(field);
});

it('README.md: every function that it names is exported', () => {
  const table = readme.slice(readme.indexOf('## What it answers'), readme.indexOf('`decide` gives one'));
  const named = [...table.matchAll(/`(?:createEngine\(\)\.)?(\w+)[(`]/g)].map(([, name = '']) => name);
  const known = new Set([
    ...[api, certificates, checker].flatMap(Object.keys),
    'decide',
    'lockout',
    'proveLines',
  ]);
  expect(named.length).toBeGreaterThan(10);
  expect(nonEmpty(named).filter((name) => !known.has(name))).toEqual([]);
});

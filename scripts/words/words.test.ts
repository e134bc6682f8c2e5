import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../generated-files';
import { definedTwice } from './exported-names';
import { forbiddenUses } from './search';

const terms = (text: string, file = 'core/x.ts') => forbiddenUses(file, text).map(({ term }) => term);

describe('a forbidden term is found', () => {
  it.each([
    ['in a comment', '/** Who was told. */ const a = 1;', ['told']],
    ['in a comment behind code', 'const a = 1; // held by another', ['held']],
    ['in the last comment', 'const a = 1;\n// it was told', ['told']],
    ['in a string', "throw new Error('nobody was told');", ['told']],
    ['in a template', 'const a = `${b} was told`;', ['told']],
    ['in a name, between other words', 'const wasToldTwice = 1;', ['told']],
    ['in a property', 'interface A { readonly isHeld: boolean }', ['held']],
    ['but not in the name of a module', "import { a } from './told';", []],
    ['but not where a name is only used', 'a.told();', []],
    ['and not where its surroundings say what is meant', '// the sizes are told apart', []],
  ])('%s', (_, text, expected) => {
    expect(terms(text)).toEqual(expected);
  });

  it('only in the files that the term applies to', () => {
    const text = 'const region = 1;';
    expect([terms(text), terms(text, 'packages/iam/src/zone.ts')]).toEqual([
      [],
      ['region in the IAM engine'],
    ]);
  });
});

describe('a name that two files define is found', () => {
  it.each([
    ['of any kind', 'export interface A {}', 'export type A = 1;', ['A']],
    ['among several', 'export const a = 1, b = 2;', 'export function b() {}', ['b']],
    ['but not one that is passed on', 'export const a = 1;', "export { a } from './x';", []],
    ['and not one that is not exported', 'export const a = 1;', 'const a = 1;', []],
  ])('%s', (_, first, second, expected) => {
    const found = definedTwice(
      new Map([
        ['core/x.ts', first],
        ['core/y.ts', second],
      ]),
    );
    expect([...found.keys()]).toEqual(expected);
  });

  it('unless each file of a folder has it by contract', () => {
    const parts = new Map(['a', 'b'].map((rule) => [`rules/${rule}/plan.ts`, 'export const plan = 1;']));
    expect(definedTwice(parts).size).toBe(0);
  });
});

describe('the glossary', () => {
  it('has at most 60 words, each once', () => {
    const page = readFileSync(path.join(root, 'docs/developers/glossary.md'), 'utf8');
    const words = [...page.matchAll(/^\| (?!word |-)([^|]+?) +\|/gm)].map(([, word]) => word);
    expect(words.length).toBeGreaterThan(40);
    expect(words.length).toBeLessThanOrEqual(60);
    expect(new Set(words).size).toBe(words.length);
  });
});

describe('pages', () => {
  it.each([
    [
      'prose',
      'One way.\n\nIt was told\nyesterday.\n',
      [
        ['way (noun)', 1],
        ['told', 3],
      ],
    ],
    ['code and targets of links', '`told`\n\n```\ntold\n```\n[a](told.md) <!-- told -->\n', []],
  ] as const)('are searched as a reader sees them: %s', (_, page, expected) => {
    expect(forbiddenUses('README.md', page).map(({ term, line }) => [term, line])).toEqual(expected);
  });
});

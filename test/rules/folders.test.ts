import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ruleIds } from '../../rules/registry';
import { exportOf, pageSections, problemsOf, ruleFolders } from '../../scripts/rule-folders';

const root = path.join(__dirname, '../..');
const folders = ruleFolders(root);

it('every folder is registered, in the order of the ids', () => {
  expect(ruleIds).toEqual(folders.map(({ id }) => id));
});

it.each(folders.map((folder) => [folder.id, folder] as const))('%s is complete', (_, folder) => {
  expect(problemsOf(root, folder)).toEqual([]);
});

it('an id becomes the name of an export', () => {
  expect(exportOf('endpoint-s3-only')).toBe('endpointS3Only');
});

describe('an incomplete folder gets a message that names what to add', () => {
  let temporary: string;
  const page = pageSections.map((section) => `## ${section}\n\ntext\n`).join('\n');
  const complete = {
    'index.ts': 'export const subnetTags = defineRule();\n',
    'cases.ts': 'export const cases = [];\n',
    'calls.ts': "export const calls = { 'ec2:CreateTags': { step: [] } };\n",
    'scenarios.ts': 'export const scenarios = [];\n',
    'README.md': page,
  };
  const problems = (files: Readonly<Record<string, string>>): readonly string[] => {
    const folder = path.join(temporary, 'rules/subnet-tags');
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    return ruleFolders(temporary).flatMap((one) => problemsOf(temporary, one));
  };
  const without = (name: keyof typeof complete) =>
    Object.fromEntries(Object.entries(complete).filter(([file]) => file !== name));

  beforeEach(() => {
    temporary = mkdtempSync(path.join(tmpdir(), 'palisade-folders-'));
  });
  afterEach(() => {
    rmSync(temporary, { recursive: true });
  });

  it('and a complete one gets none', () => {
    expect(problems(complete)).toEqual([]);
  });

  it.each([
    ['index.ts', /^rules\/subnet-tags\/index\.ts is missing: add it and export subnetTags /],
    ['cases.ts', /^rules\/subnet-tags\/cases\.ts is missing: add it and export cases /],
    ['scenarios.ts', /^rules\/subnet-tags\/scenarios\.ts is missing: .* add a drift /],
    ['README.md', /^rules\/subnet-tags\/README\.md is missing: add it with the sections What is checked, /],
  ] as const)('without %s', (name, message) => {
    expect(problems(without(name))).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ['index.ts', 'subnetTags'],
    ['cases.ts', 'cases'],
    ['scenarios.ts', 'scenarios'],
  ])('without the export of %s', (name, exported) => {
    expect(problems({ ...complete, [name]: 'export const other = 1;\n' })).toEqual([
      expect.stringContaining(`rules/subnet-tags/${name} does not export ${exported}: add it`),
    ]);
  });

  it.each(pageSections)('whose page lacks "%s"', (section) => {
    expect(problems({ ...complete, 'README.md': page.replace(`## ${section}`, '## Else') })).toEqual([
      `rules/subnet-tags/README.md lacks the section "## ${section}": add it`,
    ]);
  });

  it('except that a rule that changes nothing needs no scenario', () => {
    const unchanging = { ...complete, 'calls.ts': 'export const calls = {};\n' };
    expect(
      problems(Object.fromEntries(Object.entries(unchanging).filter(([name]) => name !== 'scenarios.ts'))),
    ).toEqual([]);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of one rule. */
export interface RuleFolder {
  /** The rule's id, which is the folder's name. */
  readonly id: string;
  /** The name under which its `index.ts` exports it. */
  readonly exported: string;
  readonly hasScenarios: boolean;
  /** Whether its `cases.ts` also exports what AWS answers to the reads that a step makes. */
  readonly hasAnswers: boolean;
}

/** The sections that the page of every rule must have, in this order. */
export const pageSections = [
  'What is checked',
  'What is done',
  'What can break',
  'How to undo',
  'How to exempt',
] as const;

/** All rules, in the order of their ids. */
export function ruleFolders(root: string): readonly RuleFolder[] {
  return readdirSync(path.join(root, 'rules'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
    .map((id) => ({
      id,
      exported: exportOf(id),
      hasScenarios: existsSync(path.join(root, 'rules', id, 'scenarios.ts')),
      hasAnswers: exportsAnswers(path.join(root, 'rules', id, 'cases.ts')),
    }));
}

function exportsAnswers(file: string): boolean {
  return existsSync(file) && /^export const answers\b/m.test(readFileSync(file, 'utf8'));
}

/** `a-new-rule` → `aNewRule`. */
export function exportOf(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** What a rule's folder still lacks, with what to add; empty if it is complete. */
export function problemsOf(root: string, { id, exported, hasScenarios }: RuleFolder): readonly string[] {
  const at = (name: string) => `rules/${id}/${name}`;
  const textOf = (name: string) => {
    const file = path.join(root, 'rules', id, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  const needs = (name: string, exportedName: string, what: string): readonly string[] => {
    const text = textOf(name);
    if (text === undefined) return [`${at(name)} is missing: add it and export ${exportedName} (${what})`];
    return new RegExp(`^export const ${exportedName}\\b`, 'm').test(text)
      ? []
      : [`${at(name)} does not export ${exportedName}: add it (${what})`];
  };
  return [
    ...needs('index.ts', exported, 'the rule, made by defineRule'),
    ...needs('cases.ts', 'cases', 'its test table'),
    ...(hasScenarios ? needs('scenarios.ts', 'scenarios', 'its drifts, from first event to end') : []),
    ...(/\bstep:/.test(textOf('calls.ts') ?? '') && !hasScenarios
      ? [`${at('scenarios.ts')} is missing: its steps change something, so add a drift that they fix`]
      : []),
    ...pageProblems(at('README.md'), textOf('README.md')),
  ];
}

function pageProblems(file: string, page: string | undefined): readonly string[] {
  if (page === undefined) return [`${file} is missing: add it with the sections ${pageSections.join(', ')}`];
  const titles = page.split('\n').filter((line) => line.startsWith('## '));
  return pageSections
    .filter((section) => !titles.includes(`## ${section}`))
    .map((section) => `${file} lacks the section "## ${section}": add it`);
}

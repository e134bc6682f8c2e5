import { exportOf, pageSections } from '../rule-folders';
import type { ScaffoldKind } from './kinds';

/** The files of a new rule by name. They compile, and the only row of its test table fails. */
export function filesOf(id: string, type: string, kind: ScaffoldKind): Readonly<Record<string, string>> {
  const { subject } = kind;
  return {
    'index.ts': index(id, type, kind),
    'evaluate.ts': `import type { Verdict } from '../../core/model/rule';
import type { ${subject.type} } from '../../core/${subject.from}';

/** What was seen, for the ticket and the report. A type, so that it is plain data. */
export type Evidence = {
  readonly seen: string;
};

/** Fails when … What is not understood is unknown, never a pass. */
export function evaluate(_subject: ${subject.type}): Verdict<Evidence> {
  return { status: 'unknown', missing: ['${id} judges nothing yet'] };
}
`,
    'plan.ts': `import type { Plan, StepOf } from '../../core/model/plan';
import type { ${subject.type} } from '../../core/${subject.from}';
import type { Evidence } from './evaluate';

/** The calls of this rule, with their inputs: \`'sagemaker:StopNotebookInstance': { NotebookInstanceName: string }\`. */
export type Calls = Readonly<Record<string, object>>;

/** The fewest calls that help, each with its inverse. */
export function plan(_subject: ${subject.type}, { seen }: Evidence): Plan<StepOf<Calls>> {
  return { kind: 'person', because: \`nothing is done about it yet: \${seen}\` };
}
`,
    'calls.ts': `import type { CallSpecs } from '../../core/model/call';
import type { Calls } from './plan';

/**
 * The calls of this rule, and what they need: a permission for each step, another for its inverse. Limit them as far as
 * AWS allows; \`npm test\` proves that the roles allow exactly these calls.
 */
export const calls: CallSpecs<Calls> = {};
`,
    'cases.ts': `import type { ${kind.described.type} } from '${kind.described.from}';
import type { RuleCase } from '../../test/rules/given';

const base: ${kind.described.type} = ${kind.example};

/** What AWS may answer, and what follows: rows for every status, and for every plan. */
export const cases: readonly RuleCase[] = [
  { name: 'write the truth table', given: { ${kind.slice}: [base] }, expect: 'pass' },
];
`,
    'scenarios.ts': `import type { Scenario } from '../../test/scenarios/scenario';

/** One drift for each outcome of its plan; none as long as the rule changes nothing. */
export const scenarios: readonly Scenario[] = [];
`,
    'README.md': page(id),
  };
}

function index(id: string, type: string, { slice, subject, subjects }: ScaffoldKind): string {
  return `import { defineRule } from '../../core/model/define-rule';
import { ${subjects.name} } from '../../core/${subjects.from}';
import { named } from '../../core/model/selectors';
import type { ${subject.type} } from '../../core/${subject.from}';
import { calls } from './calls';
import { type Evidence, evaluate } from './evaluate';
import { type Calls, plan } from './plan';

export const ${exportOf(id)} = defineRule<${subject.type}, Evidence, Calls>({
  meta: {
    id: '${id}',
    title: 'What is wrong with the resource, as a sentence',
    severity: 'medium',
    resourceTypes: ['${type}'],
    triggeredBy: [],
    why: 'What can happen because of it.',
    recommendation: 'What a person does about it.',
    standards: [],
    reversible: true,
    disruptive: false,
    defaultMode: 'observe',
  },
  needs: ['${slice}'],
  subjectSlice: '${slice}',
  subjects: ${subjects.name},
  reads: (refs) => ({ ${slice}: named('${type}', refs) }),
  evaluate,
  plan,
  calls,
});
`;
}

function page(id: string): string {
  const texts: Readonly<Record<(typeof pageSections)[number], string>> = {
    'What is checked': 'Which fields of which call, and a table of their values and the verdicts.',
    'What is done': 'The steps in their order, and what is left to a person.',
    'What can break': 'Whose work a step can interrupt.',
    'How to undo': '`palisade undo <finding>`, and what it does not bring back.',
    'How to exempt': `\`\`\`yaml
exemptions:
  - { rule: ${id}, resource: 'name-*', until: 2027-03-31, owner: team, reason: why it may be so }
\`\`\``,
  };
  const body = pageSections.map((section) => `## ${section}\n\n${texts[section]}\n`).join('\n');
  return `<!-- generated from meta by \`npm run docs\`: do not edit -->\n<!-- end of the generated part -->\n\n${body}`;
}

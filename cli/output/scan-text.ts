import { type Finding, stepsOf } from '../../core/model/finding';
import { describeResource } from '../../core/model/resource';
import type { JudgedAccount } from '../account/judge';
import { metaOf } from '../../composition/meta-of';
import { grouped, type Group } from './groups';
import type { Paint } from './paint';
import { stepsInShort, undoInShort } from './step-text';
import { summaryText } from './summary-text';
import { wrap } from './wrap';

export interface ListOptions {
  /** List everything. */
  readonly all: boolean;
  /** What to type next, one line each; see `nextCommands`. */
  readonly next: readonly string[];
}

/** More findings of one rule than anybody reads in one go; `--all` lists them. */
const maxListed = 20;

/** How one finding is shown below its rule. */
export type FindingText = (finding: Finding, paint: Paint) => string;

/** The whole report of a scan for people: what fails, by severity; what is not known; and the rest as a count. */
export function scanText(
  judged: JudgedAccount,
  paint: Paint,
  { all, next }: ListOptions,
  failure: FindingText = failureText,
): string {
  const of = (status: Finding['status']) => judged.findings.filter((finding) => finding.status === status);
  const sections = [
    ...grouped(of('fail')).map((group, index, groups) => {
      const isFirst = groups.findIndex(({ rule }) => rule === group.rule) === index;
      return failing(group, paint, all, failure, isFirst);
    }),
    listed('NOT JUDGED', of('unknown'), paint.warn, '?', paint, all),
    listed('EXEMPT', of('exempt'), paint.dim, '-', paint, all),
    ...(all
      ? [
          listed('PASS', of('pass'), paint.good, '✓', paint, all),
          listed('NOT APPLICABLE', of('not-applicable'), paint.dim, '-', paint, all),
        ]
      : []),
    summaryText(judged, paint, next, all),
  ];
  return `${sections.filter((section) => section !== undefined).join('\n\n')}\n`;
}

function failing(group: Group, paint: Paint, all: boolean, failure: FindingText, explained: boolean): string {
  const { severity, rule, title, findings } = group;
  const meta = metaOf(rule);
  const head = `${paint.severity(severity, paint.bold(severity.toUpperCase()))}  ${paint.bold(title)}  ${paint.dim(rule)}`;
  const why = !explained ? [] : [wrap(meta.why, paint.width, '  ')];
  const shown = all ? findings : findings.slice(0, maxListed);
  return [
    [head, ...why].join('\n'),
    ...shown.map((finding) => failure(finding, paint)),
    ...more(findings.length - shown.length, paint),
  ].join('\n\n');
}

function failureText(finding: Finding, paint: Paint): string {
  const { plan } = finding;
  const steps = stepsOf(finding);
  const fields: [string, string][] = [['Problem', finding.message]];
  if (finding.contained !== undefined) fields.push(['Contained', finding.contained]);
  if (plan.kind === 'steps' && steps.length > 0)
    fields.push(['Fix', stepsInShort(steps)], ['Undo', undoInShort(steps)]);
  if (plan.kind === 'wait') fields.push(['Wait', plan.because]);
  if (plan.kind === 'person')
    fields.push(['By hand', plan.because], ['To do', metaOf(finding.rule).recommendation]);
  fields.push(['Mode', finding.decision.because], ['Id', finding.id]);
  return [
    `  ${paint.bad('✗')} ${paint.bold(describeResource(finding.resource))}`,
    ...fieldLines(fields, paint),
  ].join('\n');
}

/** `Name  text` lines with the texts aligned. */
export function fieldLines(fields: readonly (readonly [string, string])[], paint: Paint): readonly string[] {
  return fields.map(([name, text]) => {
    const label = `    ${name.padEnd(11)}`;
    const lines = wrap(text, paint.width, ' '.repeat(label.length), label);
    return lines.replace(label, paint.dim(label));
  });
}

function listed(
  title: string,
  findings: readonly Finding[],
  colour: (text: string) => string,
  mark: string,
  paint: Paint,
  all: boolean,
): string | undefined {
  if (findings.length === 0) return undefined;
  const shown = all ? findings : findings.slice(0, maxListed);
  const lines = shown.map((finding) => {
    const head = `  ${mark} ${describeResource(finding.resource)}  ${finding.rule}`;
    const because = finding.status === 'exempt' ? finding.decision.because : withAssumed(finding);
    return `${head}\n${wrap(because, paint.width, '      ')}`;
  });
  return [colour(paint.bold(title)), ...lines, ...more(findings.length - shown.length, paint)].join('\n');
}

/** The message of a finding, and what a pass assumes because an export does not hold it. */
function withAssumed({ status, message, missing }: Finding): string {
  return status === 'pass' && missing.length > 0
    ? `${message}; assumed, because it was not read: ${missing.join('; ')}`
    : message;
}

function more(count: number, paint: Paint): readonly string[] {
  return count > 0 ? [paint.dim(`  … and ${count} more; --all lists them`)] : [];
}

import type { Finding } from '../../core/model/finding';
import { type JudgedAccount, judgeAccount } from '../account/judge';
import { findingsAbout, ruleOfFindingId } from '../explain/resolve';
import { explanationOf } from '../explain/explanation';
import { type Io, write } from '../io';
import type { SourceOptions } from '../options';
import { accessLines } from '../explain/access';
import { explainDocument } from '../explain/json';
import { pasteable } from '../output/commands';
import { type Paint, paintFor } from '../output/paint';
import { metaOf } from '../../composition/meta-of';
import { planLines } from '../output/plan-text';
import { fieldLines } from '../output/scan-text';
import { wrap } from '../output/wrap';

export interface ExplainOptions extends SourceOptions {
  readonly format: 'table' | 'json';
}

/**
 * `palisade explain SUBJECT`: every verdict about it, with the evidence, the decision, and the witness or proof; for a
 * notebook also who can open it.
 */
export async function explainCommand(subject: string, options: ExplainOptions, io: Io): Promise<number> {
  const rule = ruleOfFindingId(subject);
  const judged = await judgeAccount({ ...options, ...(rule === undefined ? {} : { rule: [rule] }) }, io);
  const paint = paintFor(io.stdout, io.env);
  const findings = findingsAbout(subject, judged.findings);
  const text =
    options.format === 'json'
      ? JSON.stringify(explainDocument(subject, findings, judged), null, 2)
      : findings.map((finding) => pasteable(explained(finding, judged, paint), io, options)).join('\n\n');
  await write(io.stdout, `${text}\n`);
  return 0;
}

const colours = {
  fail: 'bad',
  unknown: 'warn',
  pass: 'good',
  exempt: 'dim',
  'not-applicable': 'dim',
} as const satisfies Record<Finding['status'], keyof Paint>;

function explained(finding: Finding, judged: JudgedAccount, paint: Paint): string {
  const { status, severity, rule, resource, message, evidence, missing, decision, contained, plan } = finding;
  const meta = metaOf(rule);
  const verdict = paint[colours[status]](paint.bold(status === 'fail' ? `FAIL (${severity})` : status));
  const fields: [string, string][] = [
    ['Rule', `${rule}: ${meta.title}`],
    ['Resource', `${resource.type} ${resource.arn === '' ? resource.id : resource.arn}`],
    [status === 'fail' ? 'Problem' : 'Because', message],
    ...missing.map((what): [string, string] => ['Missing', what]),
    ...(contained === undefined ? [] : [['Contained', contained] as [string, string]]),
    ['Why', meta.why],
    ['Standards', meta.standards.join('; ')],
    ['Mode', decision.because],
  ];
  const explanation = explanationOf(finding, judged);
  const access = explanation?.kind === 'access' ? explanation.access : undefined;
  const texts = explanation?.kind === 'texts' ? explanation : undefined;
  // The section "Who can open it" already names everybody whom the plan's text lists.
  const shown: Finding['plan'] =
    access !== undefined && plan.kind === 'person' ? { kind: 'person', because: plan.because } : plan;
  return [
    `${verdict}  ${paint.bold(finding.id)}`,
    ...fieldLines(fields, paint),
    ...section(
      texts?.title ?? '',
      (texts?.texts ?? []).map((text) => block(text, paint)),
      paint,
    ),
    ...section('Who can open it', access === undefined ? [] : accessLines(access, paint), paint),
    ...section('Evidence', explanation === undefined ? evidenceLines(evidence) : [], paint),
    ...section('What would be done', status === 'fail' ? planLines(finding, shown, paint) : [], paint),
  ].join('\n');
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : ['', paint.bold(`  ${title}`), ...lines];
}

/** The text, indented below its section; each line keeps its own indent, and wrapped lines follow it. */
function block(text: string, paint: Paint): string {
  return text
    .split('\n')
    .map((line) => {
      const indent = `    ${/^ */.exec(line)?.[0] ?? ''}`;
      return wrap(line.trimStart(), paint.width, `${indent}  `, indent);
    })
    .join('\n');
}

function evidenceLines(evidence: object): readonly string[] {
  if (Object.keys(evidence).length === 0) return [];
  return JSON.stringify(evidence, null, 2)
    .split('\n')
    .map((line) => `    ${line}`);
}

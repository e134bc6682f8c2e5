import { type Finding, stepsOf } from '../../core/model/finding';
import type { AnyStep } from '../../core/model/plan';
import { describeResource } from '../../core/model/resource';
import { metaOf } from '../../composition/meta-of';
import type { Paint } from './paint';
import { fieldLines } from './scan-text';
import { approvalText, callBlock, callText, inverseText } from './step-text';
import { wrap } from './wrap';

/** A failing finding with every step of its plan: what, why, when it may be done, and how it is undone. */
export function plannedText(finding: Finding, paint: Paint): string {
  const { plan, resource, message } = finding;
  const head = `  ${paint.bad('✗')} ${paint.bold(describeResource(resource))}`;
  const about = fieldLines(
    [
      ['Problem', message],
      ['Mode', finding.decision.because],
      ['Id', finding.id],
    ],
    paint,
  );
  return [head, ...about, ...planLines(finding, plan, paint)].join('\n');
}

/** The plan of a finding, or why it has none and what a person should do instead. */
export function planLines(finding: Finding, plan: Finding['plan'], paint: Paint): readonly string[] {
  switch (plan.kind) {
    case 'wait':
      return fieldLines([['Wait', plan.because]], paint);
    case 'person':
      return [
        ...fieldLines(
          [
            ['By hand', plan.because],
            ['To do', metaOf(finding.rule).recommendation],
          ],
          paint,
        ),
        ...(plan.text === undefined ? [] : [indented(plan.text, '      ')]),
      ];
    case 'steps':
      return stepsOf(finding).map((step, index) => stepLines(step, index + 1, paint));
  }
}

function stepLines(step: AnyStep, number: number, paint: Paint): string {
  const approval = approvalText(step);
  const fits = callText(step).length + approval.length + 7 <= paint.width;
  const title = indented(fits ? callText(step) : callBlock(step), '       ').replace(
    '       ',
    `    ${number}. `,
  );
  const detail = ([name, text]: readonly [string, string]) => {
    const label = `       ${name.padEnd(6)}`;
    return wrap(text, paint.width, ' '.repeat(label.length), label).replace(label, paint.dim(label));
  };
  return [
    `${title}${step.approval === 'data-loss' ? paint.bad(approval) : paint.warn(approval)}`,
    ...(
      [
        ['why', step.why],
        ['when', step.precondition],
        ['undo', inverseText(step)],
      ] as const
    ).map(detail),
  ].join('\n');
}

function indented(text: string, indent: string): string {
  return text
    .split('\n')
    .map((line) => `${indent}${line}`)
    .join('\n');
}

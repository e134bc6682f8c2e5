import type { Finding } from '../../core/model/finding';
import type { AuditEntry } from '../../core/model/ledger';
import type { AnyStep } from '../../core/model/plan';
import { describeResource } from '../../core/model/resource';
import { metaOf } from '../../composition/meta-of';
import { inputText, inverseText } from '../output/step-text';
import { html, type Markup, noMarkup } from './markup';
import type { ReportEntry } from './model';
import { timeText } from './overview';

/** One finding: what is wrong, what was or would be done, how it is undone, and its audit trail. */
export function entryCard({ finding, outcome, because, ticket, audit }: ReportEntry): Markup {
  const { resource, message, contained, evidence } = finding;
  return html`<article>
    <h3>
      ${describeResource(resource)}
      ${outcome === undefined ? noMarkup : html`<span class="chip ${outcomeKind(outcome)}">${outcome}</span>`}
    </h3>
    <p>${message}</p>
    <dl class="fields">
      ${field('Contained', contained)} ${field('Outcome', because)}
      ${field('Ticket', ticket === undefined ? undefined : `${ticket.channel} ${ticket.id} (${ticket.open ? 'open' : 'closed'})`)}
      ${field('Mode', finding.decision.because)} ${field('ARN', resource.arn)} ${field('Finding', finding.id)}
    </dl>
    ${finding.status === 'fail' ? planMarkup(finding) : noMarkup} ${evidenceMarkup(evidence)}
    ${trail(audit ?? [])}
  </article>`;
}

function outcomeKind(outcome: NonNullable<ReportEntry['outcome']>): string {
  switch (outcome) {
    case 'fixed':
    case 'passing':
    case 'gone':
      return 'pass';
    case 'failed':
      return 'bad';
    case 'contained':
    case 'grace':
    case 'acting':
    case 'ticketed':
    case 'awaiting-approval':
    case 'unknown':
    case 'open':
      return 'unknown';
    case 'observed':
    case 'exempt':
      return 'exempt';
  }
}

function field(name: string, text: string | undefined): Markup {
  if (text === undefined || text === '') return noMarkup;
  return html`<div>
    <dt>${name}</dt>
    <dd>${text}</dd>
  </div>`;
}

function planMarkup({ plan, rule }: Finding): Markup {
  if (plan.kind === 'wait') return html`<p class="note">${plan.because}</p>`;
  if (plan.kind === 'person')
    return html`<p class="note">For a person, because ${plan.because}. ${metaOf(rule).recommendation}</p>
      ${plan.text === undefined ? noMarkup : html`<pre>${plan.text}</pre>`}`;
  if (plan.steps.length === 0) return noMarkup;
  return html`<h4>Plan</h4>
    <ol class="steps">
      ${plan.steps.map(stepMarkup)}
    </ol>`;
}

function stepMarkup(step: AnyStep): Markup {
  const approval = {
    none: noMarkup,
    required: html` <span class="chip unknown">needs approval</span>`,
    'data-loss': html` <span class="chip critical">destroys data</span>`,
  }[step.approval];
  return html`<li>
    <p><code>${step.call}</code>${approval}</p>
    <p>${step.why}</p>
    ${inputMarkup(step)}
    <p class="undo">Only when ${step.precondition}. Undo: ${inverseText(step)}.</p>
  </li>`;
}

/** Long inputs are folded, so that a plan can be read as a whole. */
function inputMarkup(step: AnyStep): Markup {
  const text = inputText(step);
  if (text.split('\n').length <= 8) return html`<pre>${text}</pre>`;
  return html`<details>
    <summary>Input</summary>
    <pre>${text}</pre>
  </details>`;
}

function evidenceMarkup(evidence: object): Markup {
  if (Object.keys(evidence).length === 0) return noMarkup;
  return html`<details>
    <summary>Evidence</summary>
    <pre>${JSON.stringify(evidence, null, 2)}</pre>
  </details>`;
}

function trail(entries: readonly AuditEntry[]): Markup {
  if (entries.length === 0) return noMarkup;
  return html`<details>
    <summary>Audit trail (${entries.length})</summary>
    <ol class="trail">
      ${entries.map(
        ({ at, event, by, detail }) =>
          html`<li>
            <time datetime="${at}">${timeText(at)}</time> <strong>${event}</strong> ${detail}
            <span class="by">${by}</span>
          </li>`,
      )}
    </ol>
  </details>`;
}
